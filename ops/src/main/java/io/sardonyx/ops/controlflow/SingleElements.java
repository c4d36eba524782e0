package io.sardonyx.ops.controlflow;

import io.sardonyx.runtime.spi.CompileContext;

/** Inputs that steer a node and therefore hold one element: more would silently be ignored. */
final class SingleElements {

  private SingleElements() {}

  /** Checks input {@code i}, which may be omitted. */
  static void require(CompileContext c, int i) {
    if (c.hasInput(i) && c.shape(i).elements() != 1) {
      throw c.error("input %d has shape %s; expected one element", i, c.shape(i));
    }
  }
}
