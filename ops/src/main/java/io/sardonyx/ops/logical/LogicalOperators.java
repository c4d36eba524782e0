package io.sardonyx.ops.logical;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code logical}. */
public final class LogicalOperators {

  private LogicalOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {}
}
