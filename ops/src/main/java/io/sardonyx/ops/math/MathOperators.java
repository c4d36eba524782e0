package io.sardonyx.ops.math;

import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.ops.family.Unary;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code math}. */
public final class MathOperators {

  private MathOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    ProductOperators.register(r);
    r.op("Exp", 6, a -> new Unary(UnaryFunction.EXP))
        .op("Sqrt", 6, a -> new Unary(UnaryFunction.SQRT))
        .op("Tanh", 6, a -> new Unary(UnaryFunction.TANH));
  }
}
