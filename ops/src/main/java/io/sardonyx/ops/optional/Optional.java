package io.sardonyx.ops.optional;

import io.sardonyx.OptionalType;
import io.sardonyx.OptionalValue;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * An optional that holds the input, or an empty one.
 *
 * @param type type of the element; null if the input tells
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Optional.html">Optional</a>
 */
record Optional(ValueType type) implements Operator {

  Optional(Attributes a) {
    this(a.has("type") ? a.type("type") : null);
  }

  @Override
  public void infer(InferContext c) {
    ValueType element = c.hasInput(0) ? c.type(0) : type;
    if (element == null) {
      throw c.error("has neither an input nor the attribute 'type'");
    }
    if (type != null && type.common(element) == null) {
      throw c.error("its input is %s; the attribute 'type' says %s", element, type);
    }
    c.output(0, new OptionalType(element));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    ValueType element = ((OptionalType) c.outputType(0)).element();
    c.provides(0);
    if (x < 0) {
      OptionalValue empty = new OptionalValue(element, java.util.Optional.empty());
      return f -> f.provide(y, empty);
    }
    return f -> f.provide(y, new OptionalValue(element, java.util.Optional.of(f.value(x))));
  }
}
