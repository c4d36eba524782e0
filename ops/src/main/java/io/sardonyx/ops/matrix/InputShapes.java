package io.sardonyx.ops.matrix;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.InferContext;

/** Holds inputs against the shapes that an operator expects. */
public final class InputShapes {

  private InputShapes() {}

  /** Requires an input, if it is there, to have a shape, as far as both are known. */
  public static void check(InferContext c, int input, Shape expected) {
    if (!c.hasInput(input) || !c.shape(input).isRanked()) {
      return;
    }
    Shape shape = c.shape(input);
    boolean fits = shape.rank() == expected.rank();
    for (int d = 0; fits && d < expected.rank(); d++) {
      fits = agree(shape.dim(d), expected.dim(d));
    }
    if (!fits) {
      throw c.error("input %d has shape %s; expected %s", input, shape, expected);
    }
  }

  /** Whether two dimensions may be the same. */
  public static boolean agree(Dim a, Dim b) {
    return !a.isKnown() || !b.isKnown() || a.size() == b.size();
  }
}
