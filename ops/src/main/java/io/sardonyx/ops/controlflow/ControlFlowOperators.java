package io.sardonyx.ops.controlflow;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code controlflow}. */
public final class ControlFlowOperators {

  private ControlFlowOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("If", 1, a -> new If())
        .op("Loop", 1, a -> new Loop())
        .op("Scan", 8, Scan8::new)
        .op("Scan", 9, Scan::new);
  }
}
