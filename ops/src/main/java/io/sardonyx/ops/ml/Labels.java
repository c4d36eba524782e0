package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.Frame;
import java.util.List;

/**
 * The names of classes: numbers or strings, one list of the two being null.
 *
 * @param integers the numbers
 * @param strings the strings
 */
record Labels(long[] integers, List<String> strings) {

  /** Reads the labels from one of two attributes. */
  static Labels of(Attributes a, String integers, String strings) {
    Labels labels = new Labels(a.integersOrNull(integers), a.stringsOrNull(strings));
    boolean hasIntegers = labels.integers != null && labels.integers.length > 0;
    boolean hasStrings = labels.strings != null && !labels.strings.isEmpty();
    if (hasIntegers == hasStrings) {
      throw new InvalidModelException(
          "either %s or %s must be given, and not both".formatted(integers, strings));
    }
    return new Labels(hasIntegers ? labels.integers : null, hasStrings ? labels.strings : null);
  }

  int size() {
    return integers != null ? integers.length : strings.size();
  }

  ElementType type() {
    return integers != null ? ElementType.INT64 : ElementType.STRING;
  }

  /** Writes the label of a class as element {@code at} of a slot. */
  void write(Frame f, int slot, int at, int label) {
    if (integers != null) {
      f.longs(slot)[f.offset(slot) + at] = integers[label];
    } else {
      f.strings(slot)[f.offset(slot) + at] = strings.get(label);
    }
  }

  /** Writes what stands for no class: 0 or an empty string. */
  void writeNone(Frame f, int slot, int at) {
    if (integers != null) {
      f.longs(slot)[f.offset(slot) + at] = 0;
    } else {
      f.strings(slot)[f.offset(slot) + at] = "";
    }
  }
}
