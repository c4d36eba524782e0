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
import java.util.List;
import java.util.Set;

/**
 * The input without dimensions of size 1: a view.
 *
 * @param axes what to remove, before version 13, when it became an input; null: every 1
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Squeeze.html">Squeeze</a>
 */
record Squeeze(List<Long> axes) implements Operator {

  Squeeze(Attributes a) {
    this(LongLists.attribute(a, "axes"));
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = squeezed(c);
    c.output(0, c.elementType(0), shape);
    c.outputDims(0, shape.isRanked() && shape.rank() <= 1 ? c.contents(0) : null);
  }

  private Shape squeezed(InferContext c) {
    Shape shape = c.shape(0);
    long[] given = c.hasInput(1) ? c.longs(1) : null;
    if (!shape.isRanked() || (c.hasInput(1) && given == null)) {
      return Shape.UNRANKED;
    }
    List<Long> chosen = given == null ? axes : LongLists.of(given);
    return chosen == null ? withoutOnes(shape) : without(c, shape, chosen);
  }

  private static Shape withoutOnes(Shape shape) {
    List<Dim> kept = new ArrayList<>();
    for (Dim dim : shape.dims()) {
      if (!dim.isKnown()) {
        return Shape.UNRANKED;
      }
      if (!dim.is(1)) {
        kept.add(dim);
      }
    }
    return Shape.of(kept);
  }

  private static Shape without(InferContext c, Shape shape, List<Long> axes) {
    Set<Integer> removed = LongLists.axes(c, axes, shape.rank());
    List<Dim> kept = new ArrayList<>();
    for (int d = 0; d < shape.rank(); d++) {
      if (!removed.contains(d)) {
        kept.add(shape.dim(d));
      } else if (shape.dim(d).isKnown() && !shape.dim(d).is(1)) {
        throw c.error("axis %d of the input of shape %s cannot be removed; expected 1", d, shape);
      }
    }
    return Shape.of(kept);
  }

  @Override
  public Step compile(CompileContext c) {
    return Copies.view(c);
  }
}
