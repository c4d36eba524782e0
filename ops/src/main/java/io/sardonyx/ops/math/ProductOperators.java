package io.sardonyx.ops.math;

import io.sardonyx.runtime.spi.OperatorId;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The products of matrices and tensors among the operators of {@code math}. */
final class ProductOperators {

  private ProductOperators() {}

  static void register(Registrar r) {
    r.op("Einsum", 12, Einsum::new)
        .op("Gemm", 1, Gemm::new)
        .op("MatMul", 1, a -> new MatMul())
        .op(OperatorId.INTERNAL_DOMAIN, "FusedGemm", 1, FusedGemm::new);
  }
}
