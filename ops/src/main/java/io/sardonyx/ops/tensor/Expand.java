package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.StridedCopy;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The input broadcast together with a shape: either may have the 1 that the other one stretches.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Expand.html">Expand</a>
 */
record Expand() implements Operator {

  @Override
  public void infer(InferContext c) {
    List<Dim> target = c.dims(1);
    Shape shape = target == null ? Shape.UNRANKED : expanded(c, c.shape(0), target);
    c.output(0, c.elementType(0), shape);
    c.outputDims(0, contents(c, shape));
  }

  private static Shape expanded(InferContext c, Shape input, List<Dim> target) {
    for (Dim dim : target) {
      if (dim.isKnown() && dim.size() < 0) {
        throw c.error("the shape %s has a negative dimension", target);
      }
    }
    if (!input.isRanked()) {
      return Shape.UNRANKED;
    }
    int rank = Math.max(input.rank(), target.size());
    List<Dim> dims = new ArrayList<>(rank);
    for (int d = 0; d < rank; d++) {
      int i = d - (rank - input.rank());
      int t = d - (rank - target.size());
      Dim from = i < 0 ? Dim.of(1) : input.dim(i);
      Dim to = t < 0 ? Dim.of(1) : target.get(t);
      if (from.isKnown() && to.isKnown() && !from.equals(to) && !from.is(1) && !to.is(1)) {
        throw c.error("the input of shape %s cannot be expanded to %s", input, target);
      }
      dims.add(broadcast(from, to));
    }
    return Shape.of(dims);
  }

  private static Dim broadcast(Dim a, Dim b) {
    if (a.is(1) || (b.isKnown() && !b.is(1))) {
      return b;
    }
    if (b.is(1) || a.equals(b)) {
      return a;
    }
    // A size that is not known at all is waited for, lest a wrong one go unnoticed.
    return a.isKnown() && b.isSymbol() ? a : Dim.UNKNOWN;
  }

  private static List<Dim> contents(InferContext c, Shape shape) {
    List<Dim> contents = c.contents(0);
    if (contents == null || !shape.isKnown() || shape.rank() > 1 || shape.elements() > 1024) {
      return null;
    }
    return contents.size() == 1
        ? Collections.nCopies((int) shape.elements(), contents.getFirst())
        : contents;
  }

  @Override
  public Step compile(CompileContext c) {
    long[] in = c.dims(0);
    long[] out = c.outputDims(0);
    long[] strides = StridedCopy.strides(in);
    long[] repeated = new long[out.length];
    for (int i = 0; i < in.length; i++) {
      repeated[out.length - in.length + i] = in[i] == 1 ? 0 : strides[i];
    }
    return StridedCopy.toWhole(c.elementType(0), out, repeated, 0).compile(c, 0, 0);
  }
}
