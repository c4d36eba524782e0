package io.sardonyx.ops.optional;

import io.sardonyx.OptionalType;
import io.sardonyx.OptionalValue;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The element of an optional; tensors and sequences as they are.
 *
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__OptionalGetElement.html">OptionalGetElement</a>
 */
record OptionalGetElement() implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.type(0) instanceof OptionalType(ValueType element) ? element : c.type(0));
    c.outputDims(0, c.type(0) instanceof TensorType ? c.contents(0) : null);
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    return switch (c.type(0)) {
      case OptionalType(ValueType element) -> {
        c.provides(0);
        yield f -> f.provide(y, element(f, (OptionalValue) f.value(x), element));
      }
      case TensorType t -> {
        c.view(0, 0, 0);
        yield Copies.copy(x, 0, y, t.elementType().arrayLength(t.shape().elements()));
      }
      default -> f -> f.provide(y, f.value(x));
    };
  }

  private static Value element(Frame f, OptionalValue optional, ValueType type) {
    Value value = optional.value().orElseThrow(() -> f.error("its input is an empty optional"));
    if (!(value instanceof Tensor tensor)) {
      return value;
    }
    if (type instanceof TensorType t
        && t.elementType() == tensor.elementType()
        && t.shape().admits(tensor.shape())) {
      return tensor.copy();
    }
    throw f.error("the optional holds %s; its type says %s", tensor.type(), type);
  }
}
