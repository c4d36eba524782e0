package io.sardonyx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map from integers or strings to values.
 *
 * @param keyType type of the keys
 * @param valueType type of the values
 * @param entries the entries in order; keys are {@link Long} for integer types, else {@link String}
 */
public record MapValue(ElementType keyType, ValueType valueType, Map<Object, Value> entries)
    implements Value {

  public MapValue {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  @Override
  public ValueType type() {
    return new MapType(keyType, valueType);
  }
}
