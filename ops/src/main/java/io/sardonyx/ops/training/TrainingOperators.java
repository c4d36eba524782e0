package io.sardonyx.ops.training;

import io.sardonyx.runtime.spi.OperatorFactory;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code training}. */
public final class TrainingOperators {

  private TrainingOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    op(r, "Adagrad", a -> new Optimizer(new Adagrad(a), 1));
    op(r, "Adam", a -> new Optimizer(new Adam(a), 2));
    op(r, "Gradient", Gradient::new);
    op(r, "Momentum", a -> new Optimizer(new Momentum(a), 1));
    r.op(SumToShape.ID.domain(), SumToShape.ID.name(), 1, a -> new SumToShape());
  }

  private static void op(Registrar r, String name, OperatorFactory factory) {
    r.op("ai.onnx.preview.training", name, 1, factory);
  }
}
