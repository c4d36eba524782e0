package io.sardonyx.runtime.importer;

import io.sardonyx.InvalidModelException;
import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.Attributes;
import java.util.List;
import java.util.Map;

/** Reads the value of a {@code Constant} node; the importer turns such nodes into constants. */
final class ConstantNode {

  private ConstantNode() {}

  /** The tensor that the one value attribute holds, whichever kind it is of. */
  static Tensor tensor(Attributes attributes) {
    Map<String, Object> given = attributes.given();
    if (given.size() != 1) {
      throw new InvalidModelException(
          "has the attributes " + given.keySet() + "; expected exactly one value");
    }
    Map.Entry<String, Object> attribute = given.entrySet().iterator().next();
    return switch (attribute.getValue()) {
      case Tensor tensor -> tensor;
      case Float value -> Tensor.scalar(value);
      case Long value -> Tensor.scalar(value);
      case String value -> Tensor.scalar(value);
      case float[] values -> Tensor.of(values, values.length);
      case long[] values -> Tensor.of(values, values.length);
      case List<?> values ->
          Tensor.of(values.stream().map(String.class::cast).toArray(String[]::new), values.size());
      default ->
          throw new InvalidModelException(
              "the attribute '" + attribute.getKey() + "' holds no constant");
    };
  }
}
