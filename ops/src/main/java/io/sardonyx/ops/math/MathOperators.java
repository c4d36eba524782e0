package io.sardonyx.ops.math;

import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.ops.family.Unary;
import io.sardonyx.runtime.spi.OperatorId;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code math}. */
public final class MathOperators {

  private MathOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("Gemm", 1, Gemm::new)
        .op("Einsum", 12, Einsum::new)
        .op("MatMul", 1, a -> new MatMul())
        .op(OperatorId.INTERNAL_DOMAIN, "FusedGemm", 1, FusedGemm::new)
        .op("Exp", 6, a -> new Unary(UnaryFunction.EXP))
        .op("Sqrt", 6, a -> new Unary(UnaryFunction.SQRT))
        .op("Tanh", 6, a -> new Unary(UnaryFunction.TANH));
  }
}
