package io.sardonyx.ops.family;

import io.sardonyx.KernelSet;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.runtime.spi.CompileContext;

/** Finds the kernels that a model was loaded to use. */
public final class KernelSets {

  private KernelSets() {}

  /** The kernels for a node that is being compiled. */
  public static Kernels of(CompileContext c) {
    return c.options().kernels() == KernelSet.VECTOR ? Kernels.vector() : Kernels.scalar();
  }
}
