package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * The input as a matrix: the dimensions before the axis are one, those from it on the other. A
 * view.
 *
 * @param axis in [-rank, rank]; negative counts from the back
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Flatten.html">Flatten</a>
 */
record Flatten(long axis) implements Operator {

  Flatten(Attributes a) {
    this(a.integer("axis"));
  }

  @Override
  public void infer(InferContext c) {
    int rank = c.rank(0);
    if (rank < 0) {
      c.output(0, c.elementType(0), Shape.ofRank(2));
      return;
    }
    int cut = axis == rank ? rank : c.axis(axis, rank);
    List<Dim> dims = c.shape(0).dims();
    c.output(
        0,
        c.elementType(0),
        Shape.of(product(dims.subList(0, cut)), product(dims.subList(cut, rank))));
  }

  private static Dim product(List<Dim> dims) {
    return dims.stream().reduce(Dim.of(1), Dim::times);
  }

  @Override
  public Step compile(CompileContext c) {
    return Copies.view(c);
  }
}
