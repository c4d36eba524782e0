package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.StridedCopy;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The input with its dimensions in another order.
 *
 * @param perm for each dimension of the output the input's; null: reversed
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Transpose.html">Transpose</a>
 */
record Transpose(List<Long> perm) implements Operator {

  Transpose(Attributes a) {
    this(LongLists.attribute(a, "perm"));
  }

  @Override
  public void infer(InferContext c) {
    int rank = c.rank(0);
    if (rank < 0) {
      c.output(0, c.elementType(0), perm == null ? Shape.UNRANKED : Shape.ofRank(perm.size()));
      return;
    }
    List<Dim> dims = new ArrayList<>(rank);
    for (int axis : permutation(c, rank)) {
      dims.add(c.shape(0).dim(axis));
    }
    c.output(0, c.elementType(0), Shape.of(dims));
    c.outputDims(0, rank <= 1 ? c.contents(0) : null);
  }

  private int[] permutation(NodeContext c, int rank) {
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = rank - 1 - i;
    }
    if (perm != null) {
      if (perm.size() != rank || LongLists.axes(c, perm, rank).size() != rank) {
        throw c.error("perm is %s; expected a permutation of %d axes", perm, rank);
      }
      for (int i = 0; i < rank; i++) {
        axes[i] = c.axis(perm.get(i), rank);
      }
    }
    return axes;
  }

  @Override
  public Step compile(CompileContext c) {
    long[] strides = StridedCopy.strides(c.dims(0));
    int[] axes = permutation(c, strides.length);
    long[] moved = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      moved[i] = strides[axes[i]];
    }
    return StridedCopy.toWhole(c.elementType(0), c.outputDims(0), moved, 0).compile(c, 0, 0);
  }
}
