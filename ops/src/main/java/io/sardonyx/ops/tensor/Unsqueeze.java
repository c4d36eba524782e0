package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The input with additional dimensions of size 1: a view.
 *
 * @param axes where the output has them, before version 13, when it became an input
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Unsqueeze.html">Unsqueeze</a>
 */
record Unsqueeze(List<Long> axes) implements Operator {

  Unsqueeze(Attributes a) {
    this(LongLists.attribute(a, "axes"));
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = unsqueezed(c);
    c.output(0, c.elementType(0), shape);
    c.outputDims(0, shape.isRanked() && shape.rank() <= 1 ? c.contents(0) : null);
  }

  private Shape unsqueezed(InferContext c) {
    List<Long> added = axes;
    if (c.hasInput(1)) {
      long[] given = c.longs(1);
      added = given == null ? null : LongLists.of(given);
    }
    if (added == null || !c.shape(0).isRanked()) {
      return Shape.UNRANKED;
    }
    int rank = c.rank(0) + added.size();
    Set<Integer> ones = LongLists.axes(c, added, rank);
    Iterator<Dim> rest = c.shape(0).dims().iterator();
    List<Dim> dims = new ArrayList<>(rank);
    for (int d = 0; d < rank; d++) {
      dims.add(ones.contains(d) ? Dim.of(1) : rest.next());
    }
    return Shape.of(dims);
  }

  @Override
  public Step compile(CompileContext c) {
    return Copies.view(c);
  }
}
