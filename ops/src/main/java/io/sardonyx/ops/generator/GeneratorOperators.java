package io.sardonyx.ops.generator;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code generator}. */
public final class GeneratorOperators {

  private GeneratorOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {}
}
