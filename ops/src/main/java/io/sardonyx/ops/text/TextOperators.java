package io.sardonyx.ops.text;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code text}. */
public final class TextOperators {

  private TextOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {}
}
