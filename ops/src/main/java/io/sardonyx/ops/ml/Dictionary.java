package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Finds elements in a list of keys and gives the values at the same places, or else a default. */
final class Dictionary {

  private final ElementType keyType;
  private final Tensor values;
  private final Tensor other;
  private final boolean comparesNumbers;
  private final Map<String, Integer> strings = new HashMap<>();
  private final long[] sortedKeys;
  private final int[] places;

  /**
   * @param keys the keys
   * @param values as many values
   * @param other the one value for what is no key
   * @param lastCounts whether of equal keys the last one counts, rather than the first
   * @param comparesNumbers whether floats are compared as numbers, any NaN with any other, rather
   *     than bit by bit
   */
  Dictionary(
      Tensor keys, Tensor values, Tensor other, boolean lastCounts, boolean comparesNumbers) {
    this.keyType = keys.elementType();
    this.values = values;
    this.other = other;
    this.comparesNumbers = comparesNumbers;
    TreeMap<Long, Integer> numbers = new TreeMap<>();
    for (int i = 0; i < keys.size(); i++) {
      if (keyType == ElementType.STRING) {
        strings.merge(keys.strings()[i], i, (first, last) -> lastCounts ? last : first);
      } else {
        long key = bits(NumberAccess.of(keyType), keys.array(), keys.offset() + i);
        numbers.merge(key, i, (first, last) -> lastCounts ? last : first);
      }
    }
    this.sortedKeys = numbers.keySet().stream().mapToLong(Long::longValue).toArray();
    this.places = numbers.values().stream().mapToInt(Integer::intValue).toArray();
  }

  ElementType keyType() {
    return keyType;
  }

  ElementType valueType() {
    return values.elementType();
  }

  private long bits(NumberAccess access, Object array, int i) {
    if (!keyType.isFloat()) {
      return access.getLong(array, i);
    }
    if (!comparesNumbers && array instanceof float[] floats) {
      return Float.floatToRawIntBits(floats[i]);
    }
    // Adding zero turns the negative zero into the positive one.
    return Double.doubleToLongBits(access.getDouble(array, i) + 0.0);
  }

  /** The place of a key; -1 if there is none. */
  private int place(NumberAccess access, Object array, int i) {
    if (access == null) {
      return strings.getOrDefault(((String[]) array)[i], -1);
    }
    int at = java.util.Arrays.binarySearch(sortedKeys, bits(access, array, i));
    return at < 0 ? -1 : places[at];
  }

  /** A step that maps input 0 to output 0. */
  Step step(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    NumberAccess access = keyType == ElementType.STRING ? null : NumberAccess.of(keyType);
    return Ranges.step(
        c.shape(0).elements(),
        Ranges.COSTLY,
        (f, from, to, w) -> {
          Object array = f.array(x);
          for (int i = from; i < to; i++) {
            int place = place(access, array, f.offset(x) + i);
            Tensor source = place < 0 ? other : values;
            int at = source.offset() + Math.max(0, place);
            System.arraycopy(source.array(), at, f.array(y), f.offset(y) + i, 1);
          }
        });
  }
}
