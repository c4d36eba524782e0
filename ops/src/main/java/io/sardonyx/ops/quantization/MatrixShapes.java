package io.sardonyx.ops.quantization;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.NodeContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The shapes of a matrix product as numpy's matmul defines it: batches are broadcast, a vector
 * stands for a matrix of one row or column.
 *
 * @param m rows of a
 * @param n columns of b
 * @param k columns of a, rows of b
 * @param aBatches number of matrices in a
 * @param bBatches number of matrices in b
 * @param aBatch for every matrix of the result the index of a's
 * @param bBatch for every matrix of the result the index of b's
 */
record MatrixShapes(int m, int n, int k, int aBatches, int bBatches, int[] aBatch, int[] bBatch) {

  /** The shape of the product of inputs {@code a} and {@code b}, as far as theirs are known. */
  static Shape infer(NodeContext c, int a, int b) {
    if (!c.shape(a).isRanked() || !c.shape(b).isRanked()) {
      return Shape.UNRANKED;
    }
    List<Dim> as = c.shape(a).dims();
    List<Dim> bs = c.shape(b).dims();
    if (as.isEmpty() || bs.isEmpty()) {
      throw c.error("its inputs have shapes %s and %s; a scalar is no matrix", as, bs);
    }
    Dim ka = as.removeLast();
    Dim kb = bs.remove(Math.max(0, bs.size() - 2));
    if (ka.isKnown() && kb.isKnown() && ka.size() != kb.size()) {
      throw c.error(
          "its inputs have shapes %s and %s, whose inner dimensions differ",
          c.shape(a), c.shape(b));
    }
    List<Dim> tail = new ArrayList<>();
    if (!as.isEmpty()) {
      tail.add(as.removeLast());
    }
    if (!bs.isEmpty()) {
      tail.add(bs.removeLast());
    }
    List<Dim> dims = new ArrayList<>();
    int rank = Math.max(as.size(), bs.size());
    for (int d = 0; d < rank; d++) {
      Dim da = d < rank - as.size() ? Dim.of(1) : as.get(d - rank + as.size());
      Dim db = d < rank - bs.size() ? Dim.of(1) : bs.get(d - rank + bs.size());
      dims.add(broadcast(c, da, db, a, b));
    }
    dims.addAll(tail);
    return Shape.of(dims);
  }

  private static Dim broadcast(NodeContext c, Dim da, Dim db, int a, int b) {
    if (da.is(1) || da.equals(db)) {
      return db;
    }
    if (db.is(1)) {
      return da;
    }
    if (da.isKnown() && db.isKnown()) {
      throw c.error(
          "its inputs have shapes %s and %s, whose batches do not match", c.shape(a), c.shape(b));
    }
    return da.isKnown() ? da : db.isKnown() ? db : Dim.UNKNOWN;
  }

  /** The sizes for known shapes that {@link #infer} accepted. */
  static MatrixShapes of(long[] a, long[] b) {
    long m = a.length == 1 ? 1 : a[a.length - 2];
    long n = b.length == 1 ? 1 : b[b.length - 1];
    int rank = Math.max(2, Math.max(a.length, b.length)) - 2;
    long[] as = batchDims(a, rank);
    long[] bs = batchDims(b, rank);
    long[] out = new long[rank];
    for (int d = 0; d < rank; d++) {
      out[d] = as[d] == 1 ? bs[d] : as[d];
    }
    int batches = Math.toIntExact(Shape.elements(out));
    return new MatrixShapes(
        Math.toIntExact(m),
        Math.toIntExact(n),
        Math.toIntExact(a[a.length - 1]),
        Math.toIntExact(Shape.elements(as)),
        Math.toIntExact(Shape.elements(bs)),
        indices(as, out, batches),
        indices(bs, out, batches));
  }

  private static long[] batchDims(long[] shape, int rank) {
    long[] dims = new long[rank];
    for (int d = 0; d < rank; d++) {
      int from = shape.length - 2 - rank + d;
      dims[d] = from < 0 ? 1 : shape[from];
    }
    return dims;
  }

  private static int[] indices(long[] dims, long[] out, int batches) {
    int[] indices = new int[batches];
    for (int i = 0; i < batches; i++) {
      int rest = i;
      int stride = 1;
      for (int d = out.length - 1; d >= 0; d--) {
        int at = (int) (rest % out[d]);
        rest /= (int) out[d];
        indices[i] += dims[d] == 1 ? 0 : at * stride;
        stride *= (int) dims[d];
      }
    }
    return indices;
  }

  int batches() {
    return aBatch.length;
  }
}
