package io.sardonyx.ops.family;

import io.sardonyx.OnnxException;
import io.sardonyx.runtime.spi.Frame;

/** Reads indices from int64 and int32 inputs while a step runs, and checks them. */
public final class Indices {

  private Indices() {}

  /** Element {@code i} of an int64 or int32 array. */
  public static long get(Object array, int i) {
    return array instanceof long[] longs ? longs[i] : ((int[]) array)[i];
  }

  /**
   * Turns indices of a dimension into offsets.
   *
   * @param array int64 or int32 indices, from {@code at} on, in [-size, size-1]; negative ones
   *     count from the back
   * @param offsets gets {@code count} indices times {@code stride}, from {@code to} on
   * @throws OnnxException naming the node, if an index is out of range
   */
  public static void resolve(
      Frame f, Object array, int at, int count, int size, int stride, int[] offsets, int to) {
    if (array instanceof long[] longs) {
      for (int i = 0; i < count; i++) {
        offsets[to + i] = checked(f, longs[at + i], size) * stride;
      }
    } else {
      int[] ints = (int[]) array;
      for (int i = 0; i < count; i++) {
        offsets[to + i] = checked(f, ints[at + i], size) * stride;
      }
    }
  }

  /**
   * An index counted from the front.
   *
   * @param index in [-size, size-1]; negative counts from the back
   * @throws OnnxException naming the node, if the index is out of range
   */
  public static int checked(Frame f, long index, int size) {
    long fromFront = index < 0 ? index + size : index;
    if (fromFront < 0 || fromFront >= size) {
      throw outOfRange(f, index, -(long) size, size);
    }
    return (int) fromFront;
  }

  /** The error of an index that is not in [from, to). */
  public static OnnxException outOfRange(Frame f, long index, long from, long to) {
    return to == 0
        ? f.error("index %d is out of range: the dimension is empty", index)
        : f.error("index %d is out of range [%d, %d]", index, from, to - 1);
  }
}
