package io.sardonyx.ops.rnn;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code rnn}. */
public final class RnnOperators {

  private RnnOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("RNN", 1, Rnn::new).op("GRU", 1, Gru::new).op("LSTM", 1, Lstm::new);
  }
}
