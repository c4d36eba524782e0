package io.sardonyx.ops.training;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code training}. */
public final class TrainingOperators {

  private TrainingOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {}
}
