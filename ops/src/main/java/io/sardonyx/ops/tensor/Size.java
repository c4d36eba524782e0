package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * The number of the input's elements. Known when the input's shape is; it never runs.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Size.html">Size</a>
 */
record Size() implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, ElementType.INT64, Shape.SCALAR);
    if (c.shape(0).isRanked()) {
      Dim product = Dim.of(1);
      for (Dim dim : c.shape(0).dims()) {
        product = product.times(dim);
      }
      c.outputDims(0, List.of(product));
    }
  }

  @Override
  public Step compile(CompileContext c) {
    throw new IllegalStateException("a size is known before anything runs");
  }
}
