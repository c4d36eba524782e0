package io.sardonyx.ops.controlflow;

import io.sardonyx.OptionalType;
import io.sardonyx.OptionalValue;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import java.util.List;
import java.util.Optional;

/** The types of values that a loop's body takes from one iteration to the next. */
final class CarriedTypes {

  private CarriedTypes() {}

  /**
   * Forgets what the types before and after an iteration do not agree on.
   *
   * @param before types of the body's inputs, from {@code firstInput} on the carried ones
   * @param after types of the body's outputs, from {@code firstOutput} on the carried ones
   * @return whether {@code before} changed, so that the body has to be inferred again
   */
  static boolean generalize(
      InferContext c,
      List<ValueType> before,
      int firstInput,
      List<ValueType> after,
      int firstOutput,
      int count) {
    boolean changed = false;
    for (int i = 0; i < count; i++) {
      ValueType first = before.get(firstInput + i);
      ValueType common = common(first, after.get(firstOutput + i));
      if (common == null) {
        throw c.error(
            "the carried value %d is %s at first and %s after an iteration",
            i, first, after.get(firstOutput + i));
      }
      changed |= !common.equals(first);
      before.set(firstInput + i, common);
    }
    return changed;
  }

  /** A body may take an optional value and always give one: the type is optional then. */
  private static ValueType common(ValueType before, ValueType after) {
    if (before instanceof OptionalType(ValueType element) && !(after instanceof OptionalType)) {
      ValueType common = element.common(after);
      return common == null ? null : new OptionalType(common);
    }
    return before.common(after);
  }

  /** The type of a carried value after the loop. */
  static ValueType last(ValueType carried, ValueType result) {
    return carried instanceof OptionalType(ValueType element) && !(result instanceof OptionalType)
        ? element
        : carried;
  }

  /** What the body's next iteration takes in the place of {@code before}. */
  static Value carried(Value before, Value result) {
    return before instanceof OptionalValue(ValueType element, var ignored)
            && !(result instanceof OptionalValue)
        ? new OptionalValue(element, Optional.of(result))
        : result;
  }

  /** A carried value after the loop. */
  static Value last(Frame f, ValueType type, Value carried) {
    if (type instanceof OptionalType
        || !(carried instanceof OptionalValue(ValueType element, Optional<Value> value))) {
      return carried;
    }
    return value.orElseThrow(() ->
        f.error("did not iterate, so that its result is an empty %s; expected %s", element, type));
  }
}
