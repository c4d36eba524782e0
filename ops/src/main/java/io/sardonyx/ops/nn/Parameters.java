package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.NodeContext;

/** Checks of the shapes of scales, shifts and statistics. */
final class Parameters {

  private Parameters() {}

  /** Requires that input {@code i}, if present, can be broadcast to input 0. */
  static void requireBroadcast(NodeContext c, int i) {
    if (!c.hasInput(i) || c.rank(i) < 0 || c.rank(0) < 0) {
      return;
    }
    Shape own = c.shape(i);
    Shape target = c.shape(0);
    int missing = target.rank() - own.rank();
    boolean fits = missing >= 0;
    for (int d = 0; fits && d < own.rank(); d++) {
      Dim a = own.dim(d);
      Dim b = target.dim(d + missing);
      fits = !a.isKnown() || !b.isKnown() || a.is(1) || a.size() == b.size();
    }
    if (!fits) {
      throw c.error("input %d of shape %s cannot be broadcast to %s", i, own, target);
    }
  }

  /** Requires that input {@code i} has one element for each of so many channels, if known. */
  static void requireElements(NodeContext c, int i, Dim channels) {
    Shape shape = c.shape(i);
    if (channels.isKnown() && shape.isKnown() && shape.elements() != channels.size()) {
      throw c.error("input %d has shape %s; expected %s elements", i, shape, channels);
    }
  }
}
