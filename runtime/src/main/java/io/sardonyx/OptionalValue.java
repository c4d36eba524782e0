package io.sardonyx;

import java.util.Optional;

/**
 * An optional value.
 *
 * @param elementType type of the value, present or not
 * @param value the value, or empty
 */
public record OptionalValue(ValueType elementType, Optional<Value> value) implements Value {

  @Override
  public ValueType type() {
    return new OptionalType(elementType);
  }
}
