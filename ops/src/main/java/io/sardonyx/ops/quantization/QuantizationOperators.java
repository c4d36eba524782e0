package io.sardonyx.ops.quantization;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code quantization}. */
public final class QuantizationOperators {

  private QuantizationOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {}
}
