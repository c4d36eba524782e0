package io.sardonyx.ops.tensor;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code tensor}. */
public final class TensorOperators {

  private TensorOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("Concat", 4, Concat::new)
        .op("Identity", 1, a -> new Identity())
        .op("IsInf", 10, IsInf::new)
        .op("IsNaN", 9, a -> new IsNaN())
        .op("NonZero", 9, a -> new NonZero())
        .op("Reshape", 5, Reshape::new)
        .op("Shape", 1, Shape::new)
        .op("Where", 9, a -> new Where());
  }
}
