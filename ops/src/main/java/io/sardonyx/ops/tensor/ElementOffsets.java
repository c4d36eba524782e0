package io.sardonyx.ops.tensor;

import io.sardonyx.Shape;
import io.sardonyx.ops.family.Indices;
import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;

/**
 * Which element of the data belongs to an element of the indices, for GatherElements and
 * ScatterElements: the one at the same place, except that the index counts along the axis.
 *
 * @param axis the axis, counted from the front
 * @param size the data's size along it
 * @param indexDims the shape of the indices; no larger than the data's, except along the axis
 * @param strides array elements between the data's elements, by dimension
 */
record ElementOffsets(int axis, int size, int[] indexDims, int[] strides) {

  /** The offsets for a node whose first input is the data and whose second is the indices. */
  static ElementOffsets of(CompileContext c, long axis) {
    long[] data = c.dims(0);
    long[] indices = c.dims(1);
    int along = c.axis(axis, data.length);
    int width = Math.toIntExact(c.elementType(0).arrayLength(1));
    int[] dims = new int[indices.length];
    int[] strides = Strides.of(data);
    for (int d = 0; d < dims.length; d++) {
      dims[d] = Math.toIntExact(indices[d]);
      strides[d] *= width;
    }
    return new ElementOffsets(along, Math.toIntExact(data[along]), dims, strides);
  }

  /** Checks the ranks, the axis and the sizes as far as they are known. */
  static void validate(InferContext c, long axis) {
    requireRank(c, 0);
    requireRank(c, 1);
    Shape data = c.shape(0);
    Shape indices = c.shape(1);
    if (!data.isRanked()) {
      return;
    }
    int along = c.axis(axis, data.rank());
    if (!indices.isRanked()) {
      return;
    }
    if (indices.rank() != data.rank()) {
      throw c.error("the indices have shape %s; expected the rank of the data %s", indices, data);
    }
    for (int d = 0; d < data.rank(); d++) {
      boolean known = data.dim(d).isKnown() && indices.dim(d).isKnown();
      if (known && d != along && indices.dim(d).size() > data.dim(d).size()) {
        throw c.error(
            "the indices have shape %s, which exceeds the data's %s in dimension %d",
            indices, data, d);
      }
    }
  }

  private static void requireRank(NodeContext c, int i) {
    if (c.rank(i) == 0) {
      throw c.error("input %d is a scalar; expected rank 1 or more", i);
    }
  }

  /** The number of indices. */
  int count() {
    int count = 1;
    for (int dim : indexDims) {
      count *= dim;
    }
    return count;
  }

  /** Indices that share the dimensions before the axis. */
  int countFromAxis() {
    int count = 1;
    for (int d = axis; d < indexDims.length; d++) {
      count *= indexDims[d];
    }
    return count;
  }

  /**
   * Finds the offsets of {@code n} elements.
   *
   * @param slot the indices
   * @param from the first index's number
   * @param offsets gets array elements from the data's beginning
   */
  void resolve(Frame f, int slot, int from, int n, int[] offsets) {
    int last = indexDims.length - 1;
    int row = indexDims[last];
    int at = f.offset(slot) + from;
    int done = 0;
    while (done < n) {
      int column = (from + done) % row;
      int length = Math.min(row - column, n - done);
      int base = base((from + done) / row);
      Indices.resolve(f, f.array(slot), at + done, length, size, strides[axis], offsets, done);
      int step = axis == last ? 0 : strides[last];
      for (int i = 0; i < length; i++) {
        offsets[done + i] += base + (column + i) * step;
      }
      done += length;
    }
  }

  /**
   * Whether {@link #gather} does all: single elements, along the last axis.
   *
   * @param width array elements of an element
   */
  boolean isPlain(int width) {
    return axis == indexDims.length - 1 && width == 1;
  }

  /** Copies the elements of a range of indices along the last axis, without a list of offsets. */
  void gather(
      Frame f,
      long[] indices,
      int indicesAt,
      float[] x,
      int xAt,
      int from,
      int to,
      float[] y,
      int yAt) {
    int row = indexDims[axis];
    for (int done = from; done < to; ) {
      int column = done % row;
      int end = Math.min(to, done - column + row);
      int start = xAt + base(done / row);
      for (int i = done; i < end; i++) {
        long index = indices[indicesAt + i];
        int fromFront = (int) (index + (index >> 63 & size));
        if (index < -size || index >= size) {
          throw Indices.outOfRange(f, index, -(long) size, size);
        }
        y[yAt + i] = x[start + fromFront];
      }
      done = end;
    }
  }

  /** The offset of a row of indices, without what the indices themselves say. */
  private int base(int row) {
    int base = 0;
    for (int d = indexDims.length - 2; d >= 0; d--) {
      base += d == axis ? 0 : row % indexDims[d] * strides[d];
      row /= indexDims[d];
    }
    return base;
  }
}
