package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Indices;
import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;

/**
 * Which slice of the data belongs to a tuple of indices, for GatherND and ScatterND.
 *
 * @param tuples number of tuples
 * @param tuplesPerBatch tuples that share the batch dimensions
 * @param batchStride array elements of a batch
 * @param sizes the data's dimensions that a tuple's indices count along
 * @param strides array elements between the slices along these dimensions
 * @param run array elements of a slice
 */
record TupleOffsets(
    int tuples, int tuplesPerBatch, int batchStride, int[] sizes, int[] strides, int run) {

  /** The offsets for a node whose first input is the data and whose second is the tuples. */
  static TupleOffsets of(CompileContext c, int batchDims) {
    long[] data = c.dims(0);
    long[] indices = c.dims(1);
    int length = Math.toIntExact(indices[indices.length - 1]);
    int width = Math.toIntExact(c.elementType(0).arrayLength(1));
    int[] all = Strides.of(data);
    int[] sizes = new int[length];
    int[] strides = new int[length];
    for (int i = 0; i < length; i++) {
      sizes[i] = Math.toIntExact(data[batchDims + i]);
      strides[i] = all[batchDims + i] * width;
    }
    return new TupleOffsets(
        Strides.product(indices, 0, indices.length - 1),
        Strides.product(indices, batchDims, indices.length - 1),
        Strides.product(data, batchDims, data.length) * width,
        sizes,
        strides,
        Strides.product(data, batchDims + length, data.length) * width);
  }

  /**
   * The shape of all slices together: what GatherND gives and what ScatterND takes as updates.
   * Checks ranks and sizes as far as they are known.
   */
  static Shape slices(InferContext c, long batchDims) {
    Shape data = c.shape(0);
    Shape indices = c.shape(1);
    if (batchDims < 0
        || (data.isRanked() && batchDims >= data.rank())
        || (indices.isRanked() && batchDims >= indices.rank())) {
      throw c.error(
          "%d batch dimensions are out of range for data of shape %s and indices of shape %s, each"
              + " of which needs at least one more",
          batchDims, data, indices);
    }
    if (!data.isRanked() || !indices.isRanked()) {
      return Shape.UNRANKED;
    }
    for (int d = 0; d < batchDims; d++) {
      Dim a = data.dim(d);
      Dim b = indices.dim(d);
      if (a.isKnown() && b.isKnown() && a.size() != b.size()) {
        throw c.error(
            "the indices have shape %s; expected the data's %d batch dimensions %s",
            indices, batchDims, data);
      }
    }
    Dim length = indices.dim(indices.rank() - 1);
    if (!length.isKnown()) {
      return Shape.UNRANKED;
    }
    if (length.size() < 1 || length.size() > data.rank() - batchDims) {
      throw c.error(
          "the indices have shape %s; expected tuples of 1 to %d indices for data of shape %s",
          indices, data.rank() - batchDims, data);
    }
    var dims = indices.dims();
    dims.removeLast();
    for (int d = 0; d < batchDims; d++) {
      dims.set(d, dims.get(d).refine(data.dim(d)));
    }
    dims.addAll(data.dims().subList((int) (batchDims + length.size()), data.rank()));
    return Shape.of(dims);
  }

  /** Finds the offsets of {@code n} tuples' slices, counted from the data's beginning. */
  void resolve(Frame f, int slot, int from, int n, int[] offsets) {
    Object indices = f.array(slot);
    int at = f.offset(slot) + from * sizes.length;
    for (int i = 0; i < n; i++) {
      int offset = (from + i) / tuplesPerBatch * batchStride;
      for (int d = 0; d < sizes.length; d++) {
        offset += Indices.checked(f, Indices.get(indices, at++), sizes[d]) * strides[d];
      }
      offsets[i] = offset;
    }
  }
}
