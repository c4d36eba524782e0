package io.sardonyx.ops.tensor;

import io.sardonyx.TensorType;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The input, unchanged; any type of value.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Identity.html">Identity</a>
 */
record Identity() implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.type(0));
    c.outputDims(0, c.type(0) instanceof TensorType ? c.contents(0) : null);
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    if (!(c.type(0) instanceof TensorType type)) {
      return f -> f.provide(y, f.value(x));
    }
    c.view(0, 0, 0);
    return Copies.copy(x, 0, y, type.elementType().arrayLength(c.layout(0).elements(c.dims(0))));
  }
}
