package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * The input's dimensions from {@code start} to {@code end}. Known when the input's shape is; it
 * never runs.
 *
 * @param start the first dimension; negative counts from the back
 * @param end the dimension after the last; negative counts from the back
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Shape.html">Shape</a>
 */
record Shape(long start, long end) implements Operator {

  Shape(Attributes a) {
    this(a.integer("start", 0), a.integer("end", Long.MAX_VALUE));
  }

  @Override
  public void infer(InferContext c) {
    io.sardonyx.Shape shape = c.shape(0);
    if (!shape.isRanked()) {
      c.output(0, ElementType.INT64, io.sardonyx.Shape.ofRank(1));
      return;
    }
    int from = clamped(start, shape.rank());
    int to = Math.max(from, clamped(end, shape.rank()));
    List<Dim> dims = shape.dims().subList(from, to);
    c.output(0, ElementType.INT64, io.sardonyx.Shape.of(to - from));
    c.outputDims(0, dims);
  }

  private static int clamped(long axis, int rank) {
    return (int) Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
  }

  @Override
  public Step compile(CompileContext c) {
    throw new IllegalStateException("a shape is known before anything runs");
  }
}
