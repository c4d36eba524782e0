package io.sardonyx.ops.sequence;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code sequence}. */
public final class SequenceOperators {

  private SequenceOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {}
}
