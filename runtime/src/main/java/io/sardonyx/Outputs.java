package io.sardonyx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The results of a run: ordinary objects that belong to the caller. */
public final class Outputs {

  private final Map<String, Value> values;

  /** Results by name, in the model's order. */
  public Outputs(Map<String, Value> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** All results by name, in the model's order. */
  public Map<String, Value> values() {
    return values;
  }

  /**
   * The result of this name.
   *
   * @throws InvalidInputException if the model has no such output
   */
  public Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new InvalidInputException(
          "the model has no output '" + name + "'; it has " + values.keySet());
    }
    return value;
  }

  /**
   * The tensor of this name.
   *
   * @throws InvalidInputException if there is none, or the output is no tensor
   */
  public Tensor tensor(String name) {
    if (value(name) instanceof Tensor tensor) {
      return tensor;
    }
    throw new InvalidInputException(
        "output '" + name + "' is a " + value(name).type() + "; expected a tensor");
  }

  /** The first output, which must be a tensor; handy for models with one output. */
  public Tensor tensor() {
    return tensor(values.keySet().iterator().next());
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
