package io.sardonyx;

/**
 * The type of a sequence.
 *
 * @param element type of every element
 */
public record SequenceType(ValueType element) implements ValueType {

  @Override
  public ValueType common(ValueType other) {
    ValueType common = other instanceof SequenceType s ? element.common(s.element) : null;
    return common == null ? null : new SequenceType(common);
  }

  @Override
  public String toString() {
    return "seq(" + element + ")";
  }
}
