package io.sardonyx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds the values of a run against the inputs that the model declares. */
final class InputCheck {

  private final List<ValueInfo> inputs;
  private final Map<String, Integer> indices = new LinkedHashMap<>();
  private final boolean hasSymbols;

  InputCheck(List<ValueInfo> inputs) {
    this.inputs = List.copyOf(inputs);
    boolean symbols = false;
    for (int i = 0; i < inputs.size(); i++) {
      indices.put(inputs.get(i).name(), i);
      symbols |=
          inputs.get(i).type() instanceof TensorType t
              && t.shape().isRanked()
              && t.shape().dims().stream().anyMatch(Dim::isSymbol);
    }
    this.hasSymbols = symbols;
  }

  List<ValueInfo> inputs() {
    return inputs;
  }

  int index(String name) {
    Integer index = indices.get(name);
    if (index == null) {
      throw new InvalidInputException(
          "the model has no input '" + name + "'; it has " + indices.keySet());
    }
    return index;
  }

  /** The values in the model's order, checked. */
  Value[] ordered(Map<String, ? extends Value> values) {
    Value[] ordered = new Value[inputs.size()];
    for (Map.Entry<String, ? extends Value> e : values.entrySet()) {
      ordered[index(e.getKey())] = e.getValue();
    }
    check(ordered);
    return ordered;
  }

  /** Checks values that are in the model's order. */
  void check(Value[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        throw new InvalidInputException(
            "the input " + inputs.get(i) + " is missing" + missing(values));
      }
      check(inputs.get(i), values[i]);
    }
    if (hasSymbols) {
      checkSymbols(values);
    }
  }

  private String missing(Value[] values) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        names.add(inputs.get(i).name());
      }
    }
    return names.size() == 1 ? "" : "; missing are " + names;
  }

  private static void check(ValueInfo input, Value value) {
    if (!fits(input.type(), value)) {
      throw new InvalidInputException(
          "the input '%s' is %s; expected %s".formatted(input.name(), value.type(), input.type()));
    }
  }

  private static boolean fits(ValueType declared, Value value) {
    return switch (declared) {
      case TensorType t ->
          value instanceof Tensor tensor
              && tensor.elementType() == t.elementType()
              && admits(t.shape(), tensor);
      case SequenceType t ->
          value instanceof SequenceValue sequence
              && sequence.values().stream().allMatch(v -> fits(t.element(), v));
      case OptionalType t ->
          value instanceof OptionalValue optional
              ? optional.value().isEmpty() || fits(t.element(), optional.value().get())
              : fits(t.element(), value);
      case MapType t ->
          value instanceof MapValue map
              && map.keyType() == t.key()
              && map.entries().values().stream().allMatch(v -> fits(t.value(), v));
    };
  }

  private static boolean admits(Shape shape, Tensor tensor) {
    if (!shape.isRanked()) {
      return true;
    }
    if (shape.rank() != tensor.rank()) {
      return false;
    }
    for (int i = 0; i < tensor.rank(); i++) {
      if (shape.dim(i).isKnown() && shape.dim(i).size() != tensor.dim(i)) {
        return false;
      }
    }
    return true;
  }

  private void checkSymbols(Value[] values) {
    Map<String, Long> sizes = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (!(inputs.get(i).type() instanceof TensorType t)
          || !t.shape().isRanked()
          || !(values[i] instanceof Tensor tensor)) {
        continue;
      }
      for (int d = 0; d < tensor.rank(); d++) {
        String symbol = t.shape().dim(d).symbol();
        Long earlier = symbol == null ? null : sizes.putIfAbsent(symbol, tensor.dim(d));
        if (earlier != null && earlier != tensor.dim(d)) {
          throw new InvalidInputException(
              "the input '%s' has shape %s, so '%s' would be %d; another input makes it %d"
                  .formatted(
                      inputs.get(i).name(),
                      Arrays.toString(tensor.shape()),
                      symbol,
                      tensor.dim(d),
                      earlier));
        }
      }
    }
  }
}
