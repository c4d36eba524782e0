package io.sardonyx;

/**
 * The type of a map.
 *
 * @param key type of the keys: an integer type or string
 * @param value type of the values
 */
public record MapType(ElementType key, ValueType value) implements ValueType {

  @Override
  public ValueType common(ValueType other) {
    ValueType common = other instanceof MapType m && m.key == key ? value.common(m.value) : null;
    return common == null ? null : new MapType(key, common);
  }

  @Override
  public String toString() {
    return "map(" + key.onnxName() + "," + value + ")";
  }
}
