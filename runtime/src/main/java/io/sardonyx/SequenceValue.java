package io.sardonyx;

import java.util.List;

/**
 * A sequence of values of one type.
 *
 * @param elementType type of the elements; needed for an empty sequence
 * @param values the elements, in order
 */
public record SequenceValue(ValueType elementType, List<Value> values) implements Value {

  public SequenceValue {
    values = List.copyOf(values);
  }

  @Override
  public ValueType type() {
    return new SequenceType(elementType);
  }

  public int size() {
    return values.size();
  }

  /** The element at {@code index} as a tensor. */
  public Tensor tensor(int index) {
    return (Tensor) values.get(index);
  }
}
