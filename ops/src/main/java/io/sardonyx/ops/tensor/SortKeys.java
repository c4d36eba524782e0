package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.NumberAccess;
import java.util.Arrays;

/**
 * Turns elements of any type into longs of the same order: equal elements have equal keys. NaNs are
 * equal and the largest, the zeros are equal, strings are ordered by their code points, and complex
 * numbers have two keys.
 */
final class SortKeys {

  private SortKeys() {}

  /** Keys of {@code n} elements; of a complex number the real part's and the imaginary part's. */
  static long[] of(ElementType type, Object array, int at, int n) {
    return switch (type) {
      case STRING -> ofStrings((String[]) array, at, n);
      case COMPLEX64 -> ofNumbers(ElementType.FLOAT, array, at, 2 * n);
      case COMPLEX128 -> ofNumbers(ElementType.DOUBLE, array, at, 2 * n);
      default -> ofNumbers(type, array, at, n);
    };
  }

  private static long[] ofNumbers(ElementType type, Object array, int at, int n) {
    NumberAccess numbers = NumberAccess.of(type);
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      if (type.isFloat()) {
        keys[i] = of(numbers.getDouble(array, at + i));
      } else {
        long number = numbers.getLong(array, at + i);
        keys[i] = type == ElementType.UINT64 ? number ^ Long.MIN_VALUE : number;
      }
    }
    return keys;
  }

  private static long of(double x) {
    if (x == 0) {
      return 0;
    }
    long bits = Double.doubleToLongBits(x);
    return bits < 0 && !Double.isNaN(x) ? bits ^ Long.MAX_VALUE : bits;
  }

  private static long[] ofStrings(String[] strings, int at, int n) {
    String[] ordered = Arrays.copyOfRange(strings, at, at + n);
    Arrays.sort(ordered, SortKeys::compareCodePoints);
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      keys[i] = firstIndex(ordered, strings[at + i]);
    }
    return keys;
  }

  private static int firstIndex(String[] ordered, String string) {
    int low = 0;
    int high = ordered.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareCodePoints(ordered[middle], string) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** {@link String#compareTo} orders by UTF-16 units, which differs beyond the basic plane. */
  private static int compareCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
        return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
