package io.sardonyx.ops.quantization;

import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.NodeContext;
import java.util.Arrays;

/**
 * Which scale belongs to which element: one for all, one for every index of an axis, or one for
 * every block of indices of an axis. An element's place is (outer, index along the axis, inner).
 *
 * @param size the axis' size
 * @param inner number of elements per index of the axis
 * @param block indices of the axis that share a scale
 * @param outerStride distance of scales from one outer place to the next
 * @param axisStride distance of scales from one block to the next
 * @param innerStride 1 if every inner place has a scale of its own, else 0
 * @param count number of scales
 */
record Granularity(
    int size, int inner, int block, int outerStride, int axisStride, int innerStride, int count) {

  /** Validates the shapes of scale and zero point where they are known. */
  static void check(NodeContext c, long axis, long blockSize) {
    if (c.hasInput(2)
        && c.shape(1).isKnown()
        && c.shape(2).isKnown()
        && c.shape(1).elements() != c.shape(2).elements()) {
      throw c.error(
          "the zero point has shape %s; expected the scale's, %s", c.shape(2), c.shape(1));
    }
    if (c.shape(0).isKnown() && c.shape(1).isKnown()) {
      of(c, axis, blockSize);
    }
  }

  /** The granularity of a node whose inputs 0 and 1 are the elements and the scale. */
  static Granularity of(NodeContext c, long axis, long blockSize) {
    long[] x = c.shape(0).sizes();
    long[] scale = c.shape(1).sizes();
    if (blockSize < 0) {
      throw c.error("block_size is %d; expected a positive one, or 0 for none", blockSize);
    }
    if (Shape.elements(scale) == 1 && (blockSize == 0 || scale.length != x.length)) {
      int all = Math.toIntExact(Shape.elements(x));
      return new Granularity(1, Math.max(1, all), 1, 0, 0, 0, 1);
    }
    int along = c.axis(axis, x.length);
    int size = Math.toIntExact(x[along]);
    int inner = Math.toIntExact(Shape.elements(Arrays.copyOfRange(x, along + 1, x.length)));
    int count = Math.toIntExact(Shape.elements(scale));
    if (blockSize == 0) {
      if (scale.length != 1 || scale[0] != size) {
        throw c.error(
            "the scale has shape %s; expected one element or %d for axis %d of %s",
            c.shape(1), size, along, c.shape(0));
      }
      return new Granularity(size, inner, 1, 0, 1, 0, count);
    }
    int block = (int) Math.min(blockSize, Math.max(1, size));
    long[] expected = x.clone();
    expected[along] = (size + blockSize - 1) / blockSize;
    if (!Arrays.equals(scale, expected)) {
      throw c.error(
          "the scale has shape %s; expected %s for blocks of %d along axis %d of %s",
          c.shape(1), Arrays.toString(expected), blockSize, along, c.shape(0));
    }
    int blocks = (int) expected[along];
    return new Granularity(size, inner, block, blocks * inner, inner, inner > 1 ? 1 : 0, count);
  }

  /** Index of the scale of element {@code e}. */
  int scaleAt(int e) {
    int row = e / inner;
    return row / size * outerStride + row % size / block * axisStride + e % inner * innerStride;
  }

  /**
   * Number of elements from {@code e} on that have the same scale or, if {@link #step} is 1, scales
   * one after the other.
   */
  int rest(int e) {
    if (inner > 1 || size == 1) {
      return inner - e % inner;
    }
    int i = e % size;
    return block > 1 ? Math.min(block - i % block, size - i) : size - i;
  }

  /** Distance of scales from one element of a run to the next. */
  int step() {
    return inner > 1 || size == 1 ? innerStride : block > 1 ? 0 : 1;
  }
}
