package io.sardonyx.ops.ml;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.NodeContext;

/**
 * The shape of a table of samples, [N,C]; a vector [C] is a table of one row.
 *
 * @param rows number of samples
 * @param features numbers of a sample
 */
record Samples(int rows, int features) {

  /** Number of rows of input 0, which must be a table. */
  static Dim rows(NodeContext c) {
    Shape shape = c.shape(0);
    if (!shape.isRanked()) {
      return Dim.UNKNOWN;
    }
    if (shape.rank() < 1 || shape.rank() > 2) {
      throw c.error("its input has shape %s; expected [N,C] or [C]", shape);
    }
    return shape.rank() == 1 ? Dim.of(1) : shape.dim(0);
  }

  /** Number of features of input 0, which must be a table. */
  static Dim features(NodeContext c) {
    Shape shape = c.shape(0);
    return shape.isRanked() && shape.rank() > 0 ? shape.dim(shape.rank() - 1) : Dim.UNKNOWN;
  }

  /** Requires input 0 to have exactly so many features, if that is known. */
  static void requireFeatures(NodeContext c, long expected) {
    Dim features = features(c);
    if (features.isKnown() && features.size() != expected) {
      throw c.error("its input has shape %s; expected %d features", c.shape(0), expected);
    }
  }

  /** The table of input 0, whose shape must be known. */
  static Samples of(NodeContext c) {
    return new Samples(Math.toIntExact(rows(c).size()), Math.toIntExact(features(c).size()));
  }
}
