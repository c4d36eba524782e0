package io.sardonyx.ops.nn;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code nn}. */
public final class NnOperators {

  private NnOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("DeformConv", 19, DeformConv::new).op("MaxUnpool", 9, MaxUnpool::new);
  }
}
