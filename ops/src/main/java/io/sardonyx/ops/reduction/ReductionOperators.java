package io.sardonyx.ops.reduction;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code reduction}. */
public final class ReductionOperators {

  private ReductionOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {}
}
