package io.sardonyx.ops.nn;

import io.sardonyx.runtime.spi.OperatorId;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code nn}. */
public final class NnOperators {

  private NnOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("Conv", 1, Conv::new);
    r.op(OperatorId.INTERNAL_DOMAIN, Conv.FUSED.name(), 1, Conv::new);
  }
}
