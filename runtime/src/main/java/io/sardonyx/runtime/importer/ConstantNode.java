package io.sardonyx.runtime.importer;

import io.sardonyx.InvalidModelException;
import io.sardonyx.Tensor;
import io.sardonyx.proto.AttributeProto;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the value of a {@code Constant} node; the importer turns such nodes into constants. */
final class ConstantNode {

  private ConstantNode() {}

  /** The tensor that the one value attribute holds. */
  static Tensor tensor(List<AttributeProto> attributes, TensorDecoder tensors) {
    if (attributes.size() != 1) {
      throw new InvalidModelException(
          "has " + attributes.size() + " attributes; expected exactly one value");
    }
    AttributeProto a = attributes.getFirst();
    return switch (a.getName()) {
      case "value" -> tensors.tensor(a.getT());
      case "sparse_value" -> tensors.dense(a.getSparseTensor());
      case "value_float" -> Tensor.scalar(a.getF());
      case "value_int" -> Tensor.scalar(a.getI());
      case "value_string" -> Tensor.scalar(a.getS().toString(StandardCharsets.UTF_8));
      case "value_floats" -> {
        float[] values = new float[a.getFloatsCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = a.getFloats(i);
        }
        yield Tensor.of(values, values.length);
      }
      case "value_ints" ->
          Tensor.of(
              a.getIntsList().stream().mapToLong(Long::longValue).toArray(), a.getIntsCount());
      case "value_strings" ->
          Tensor.of(
              a.getStringsList().stream()
                  .map(s -> s.toString(StandardCharsets.UTF_8))
                  .toArray(String[]::new),
              a.getStringsCount());
      default -> throw new InvalidModelException("the attribute '" + a.getName() + "' is unknown");
    };
  }
}
