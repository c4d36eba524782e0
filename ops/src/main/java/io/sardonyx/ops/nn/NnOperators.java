package io.sardonyx.ops.nn;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code nn}. */
public final class NnOperators {

  private NnOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("Dropout", 1, Dropout::before7)
        .op("Dropout", 7, a -> Dropout.inference(false))
        .op("Dropout", 10, a -> Dropout.inference(true))
        .op("Dropout", 12, Dropout::since12)
        .op("Flatten", 1, Flatten::new);
  }
}
