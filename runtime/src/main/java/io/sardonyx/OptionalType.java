package io.sardonyx;

/**
 * The type of an optional value.
 *
 * @param element type of the value, if there is one
 */
public record OptionalType(ValueType element) implements ValueType {

  @Override
  public ValueType common(ValueType other) {
    ValueType common = other instanceof OptionalType o ? element.common(o.element) : null;
    return common == null ? null : new OptionalType(common);
  }

  @Override
  public String toString() {
    return "optional(" + element + ")";
  }
}
