package io.sardonyx.ops.math;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code math}. */
public final class MathOperators {

  private MathOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    ElementwiseOperators.register(r);
  }
}
