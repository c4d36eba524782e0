package io.sardonyx.ops.optional;

import io.sardonyx.ElementType;
import io.sardonyx.OptionalType;
import io.sardonyx.OptionalValue;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Whether an optional has an element. Tensors and sequences are there; an omitted input is not.
 *
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__OptionalHasElement.html">OptionalHasElement</a>
 */
record OptionalHasElement() implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, ElementType.BOOL, Shape.SCALAR);
  }

  @Override
  public Step compile(CompileContext c) {
    int y = c.output(0);
    if (c.hasInput(0) && c.type(0) instanceof OptionalType) {
      int x = c.input(0);
      return f -> {
        boolean has = f.value(x) instanceof OptionalValue o && o.value().isPresent();
        f.bytes(y)[f.offset(y)] = (byte) (has ? 1 : 0);
      };
    }
    byte has = (byte) (c.hasInput(0) ? 1 : 0);
    return f -> f.bytes(y)[f.offset(y)] = has;
  }
}
