package io.sardonyx.ops.ml;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code traditionalml}. */
public final class MlOperators {

  private MlOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {}
}
