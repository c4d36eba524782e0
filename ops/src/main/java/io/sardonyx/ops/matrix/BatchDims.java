package io.sardonyx.ops.matrix;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.NodeContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Broadcasting of the dimensions of batches, after numpy's rules. */
public final class BatchDims {

  private BatchDims() {}

  /**
   * The common shape of two lists of dimensions, of which the shorter is filled up with ones.
   *
   * @param what names them in the message if they do not fit
   */
  public static List<Dim> broadcast(NodeContext c, List<Dim> a, List<Dim> b, String what) {
    int rank = Math.max(a.size(), b.size());
    List<Dim> common = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      Dim x = d < rank - a.size() ? Dim.of(1) : a.get(d - rank + a.size());
      Dim y = d < rank - b.size() ? Dim.of(1) : b.get(d - rank + b.size());
      if (x.isKnown() && y.isKnown() && x.size() != y.size() && x.size() != 1 && y.size() != 1) {
        throw c.error("%s of %s and %s do not broadcast", what, a, b);
      }
      common.add(broadcast(x, y));
    }
    return common;
  }

  private static Dim broadcast(Dim x, Dim y) {
    if (x.is(1)) {
      return y;
    }
    if (y.is(1) || x.equals(y)) {
      return x;
    }
    // A known size other than 1 wins over one that has yet to turn out equal, or 1.
    return x.isKnown() ? x : y.isKnown() ? y : Dim.UNKNOWN;
  }

  /**
   * For every index of the batches, in order, which of an operand's batches it takes.
   *
   * @param common sizes of all batches
   * @param own the operand's sizes, at most as many, each equal to the common one or 1
   */
  public static int[] indices(long[] common, long[] own) {
    int count = Math.toIntExact(Shape.elements(common));
    int[] strides = new int[common.length];
    int stride = 1;
    for (int d = own.length - 1; d >= 0; d--) {
      strides[common.length - own.length + d] = own[d] == 1 ? 0 : stride;
      stride *= (int) own[d];
    }
    int[] indices = new int[count];
    long[] at = new long[common.length];
    int index = 0;
    for (int i = 0; i < count; i++) {
      indices[i] = index;
      for (int d = common.length - 1; d >= 0; d--) {
        index += strides[d];
        if (++at[d] < common[d]) {
          break;
        }
        index -= (int) at[d] * strides[d];
        at[d] = 0;
      }
    }
    return indices;
  }

  /** The multiples of {@code size} up to {@code count} of them. */
  public static int[] offsets(int count, int size) {
    int[] offsets = new int[count];
    Arrays.setAll(offsets, i -> Math.multiplyExact(i, size));
    return offsets;
  }
}
