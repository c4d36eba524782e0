package io.sardonyx.ops.optional;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code optional}. */
public final class OptionalOperators {

  private OptionalOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("Optional", 15, Optional::new)
        .op("OptionalGetElement", 15, a -> new OptionalGetElement())
        .op("OptionalHasElement", 15, a -> new OptionalHasElement());
  }
}
