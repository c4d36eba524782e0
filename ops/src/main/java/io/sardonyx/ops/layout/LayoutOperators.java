package io.sardonyx.ops.layout;

import io.sardonyx.runtime.spi.OperatorId;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators that the layout pass makes. */
public final class LayoutOperators {

  private LayoutOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op(OperatorId.INTERNAL_DOMAIN, Relayout.ID.name(), 1, a -> new Relayout());
  }
}
