package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/** Converts tensors of numbers to strings, and strings to numbers of a few types. */
final class StringCast {

  private StringCast() {}

  /** A step that writes numbers as strings. */
  static Step writing(ElementType from, int x, int y, long elements) {
    NumberAccess source = NumberAccess.of(from);
    int perArrayElement = from.isPacked() ? 8 / from.bits() : 1;
    return Ranges.step(
        elements,
        Ranges.COSTLY,
        (f, i, end, w) -> {
          int first = f.offset(x) * perArrayElement;
          for (; i < end; i++) {
            String text = NumberText.text(from, source, f.array(x), first + i);
            f.strings(y)[f.offset(y) + i] = text;
          }
        });
  }

  /** The type that strings are read as before they are converted to {@code target}. */
  static ElementType between(ElementType target) {
    if (target.isInteger()) {
      return ElementType.INT64;
    }
    return target == ElementType.FLOAT ? ElementType.FLOAT : ElementType.DOUBLE;
  }

  /** A step that reads strings as numbers of the type that {@link #between} gives. */
  static Step reading(int x, ElementType target, int numbers, long elements) {
    return Ranges.step(
        elements,
        Ranges.COSTLY,
        (f, i, end, w) -> {
          for (; i < end; i++) {
            read(f, f.strings(x)[f.offset(x) + i], target, numbers, i);
          }
        });
  }

  private static void read(Frame f, String text, ElementType target, int numbers, int i) {
    int at = f.offset(numbers) + i;
    try {
      if (target.isInteger()) {
        f.longs(numbers)[at] = NumberText.parseLong(text);
      } else if (target == ElementType.FLOAT) {
        f.floats(numbers)[at] = NumberText.parseFloat(text);
      } else if (target == ElementType.BOOL) {
        f.doubles(numbers)[at] = NumberText.parseBoolean(text) ? 1 : 0;
      } else {
        f.doubles(numbers)[at] = NumberText.parseDouble(text);
      }
    } catch (NumberFormatException e) {
      throw f.error("element %d is '%s'; expected a number for %s", i, text, target);
    }
  }
}
