package io.sardonyx.runtime.spi;

import io.sardonyx.InvalidModelException;
import io.sardonyx.Tensor;
import io.sardonyx.ValueType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A node's attributes, without the graphs. Where the node gives none, the default of the operator's
 * schema holds. Immutable.
 *
 * <p>Values are of these classes: {@link Long}, {@link Float}, {@link String}, {@link Tensor},
 * {@link ValueType}, {@code long[]}, {@code float[]}, and lists of strings, tensors and types.
 */
public final class Attributes {

  /** No attributes. */
  public static final Attributes NONE = new Attributes(Map.of(), Map.of());

  private final Map<String, Object> values;
  private final Map<String, Object> defaults;

  private Attributes(Map<String, Object> values, Map<String, Object> defaults) {
    this.values = values;
    this.defaults = defaults;
  }

  /** Attributes with these values and no defaults. */
  public static Attributes of(Map<String, Object> values) {
    return of(values, Map.of());
  }

  /** Attributes with these values, and defaults for those that are not among them. */
  public static Attributes of(Map<String, Object> values, Map<String, Object> defaults) {
    return new Attributes(Collections.unmodifiableMap(new TreeMap<>(values)), Map.copyOf(defaults));
  }

  /** These attributes with one changed or added. */
  public Attributes with(String name, Object value) {
    Map<String, Object> changed = new TreeMap<>(values);
    changed.put(name, value);
    return new Attributes(Collections.unmodifiableMap(changed), defaults);
  }

  /** Whether the node itself gives the attribute. */
  public boolean isGiven(String name) {
    return values.containsKey(name);
  }

  /** Whether the attribute is given or has a default. */
  public boolean has(String name) {
    return values.containsKey(name) || defaults.containsKey(name);
  }

  /** The given attributes, without defaults, by name. */
  public Map<String, Object> given() {
    return values;
  }

  public long integer(String name) {
    return get(name, Long.class, "an integer");
  }

  public long integer(String name, long fallback) {
    return has(name) ? integer(name) : fallback;
  }

  /** An integer attribute that fits an int. */
  public int intValue(String name) {
    long value = integer(name);
    if (value != (int) value) {
      throw new InvalidModelException(
          "attribute '" + name + "' is " + value + ", which is out of range");
    }
    return (int) value;
  }

  public int intValue(String name, int fallback) {
    return has(name) ? intValue(name) : fallback;
  }

  /** An integer attribute that means yes (not 0) or no (0). */
  public boolean flag(String name) {
    return integer(name, 0) != 0;
  }

  public float number(String name) {
    return get(name, Float.class, "a float");
  }

  public float number(String name, float fallback) {
    return has(name) ? number(name) : fallback;
  }

  public String string(String name) {
    return get(name, String.class, "a string");
  }

  public String string(String name, String fallback) {
    return has(name) ? string(name) : fallback;
  }

  public Tensor tensor(String name) {
    return get(name, Tensor.class, "a tensor");
  }

  public ValueType type(String name) {
    return get(name, ValueType.class, "a type");
  }

  /** An attribute of integers; a copy. */
  public long[] integers(String name) {
    return get(name, long[].class, "a list of integers").clone();
  }

  /** An attribute of integers; null if it is neither given nor has a default. */
  public long[] integersOrNull(String name) {
    return has(name) ? integers(name) : null;
  }

  /** An attribute of floats; a copy. */
  public float[] numbers(String name) {
    return get(name, float[].class, "a list of floats").clone();
  }

  /** An attribute of floats; null if it is neither given nor has a default. */
  public float[] numbersOrNull(String name) {
    return has(name) ? numbers(name) : null;
  }

  @SuppressWarnings("unchecked") // the importer makes lists of strings only for string lists
  public List<String> strings(String name) {
    return get(name, List.class, "a list of strings");
  }

  /** An attribute of strings; null if it is neither given nor has a default. */
  public List<String> stringsOrNull(String name) {
    return has(name) ? strings(name) : null;
  }

  /** An attribute that must be one of a few words. */
  public <E extends Enum<E>> E choice(String name, Class<E> choices) {
    String text = string(name);
    for (E choice : choices.getEnumConstants()) {
      if (choice.name().equalsIgnoreCase(text)) {
        return choice;
      }
    }
    throw new InvalidModelException(
        "attribute '%s' is '%s'; expected one of %s"
            .formatted(name, text, Arrays.toString(choices.getEnumConstants())));
  }

  private <T> T get(String name, Class<T> type, String what) {
    Object value = values.get(name);
    if (value == null) {
      value = defaults.get(name);
    }
    if (value == null) {
      throw new InvalidModelException("attribute '" + name + "' is missing; expected " + what);
    }
    if (!type.isInstance(value)) {
      throw new InvalidModelException(
          "attribute '%s' is %s; expected %s".formatted(name, text(value), what));
    }
    return type.cast(value);
  }

  @Override
  public boolean equals(Object o) {
    if (!(o instanceof Attributes other) || !values.keySet().equals(other.values.keySet())) {
      return false;
    }
    for (Map.Entry<String, Object> e : values.entrySet()) {
      if (!same(e.getValue(), other.values.get(e.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Object a, Object b) {
    if (a instanceof Tensor t && b instanceof Tensor u) {
      return t.contentEquals(u);
    }
    return Objects.deepEquals(a, b);
  }

  @Override
  public int hashCode() {
    return values.keySet().hashCode();
  }

  /** As {@code {axis=1, pads=[0, 0, 1, 1]}}, the given ones only. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (Map.Entry<String, Object> e : values.entrySet()) {
      text.append(text.length() == 1 ? "" : ", ").append(e.getKey()).append('=');
      text.append(text(e.getValue()));
    }
    return text.append('}').toString();
  }

  private static String text(Object value) {
    return switch (value) {
      case long[] integers -> Arrays.toString(integers);
      case float[] numbers -> Arrays.toString(numbers);
      case String string -> '\'' + string + '\'';
      default -> value.toString();
    };
  }
}
