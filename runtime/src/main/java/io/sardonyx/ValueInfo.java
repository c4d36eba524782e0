package io.sardonyx;

/**
 * An input or output of a model.
 *
 * @param name the name to give or find it by
 * @param type its type; dimensions may be symbols or unknown
 */
public record ValueInfo(String name, ValueType type) {

  @Override
  public String toString() {
    return name + ": " + type;
  }
}
