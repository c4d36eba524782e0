package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.FloatFormat;

/**
 * Maps elements of any numeric type to longs that compare as the elements do. Zeros of both signs
 * are equal, and so are all NaNs. Immutable.
 */
public final class OrderKeys {

  private final ElementType type;
  private final long nan;
  private final long turn;
  private final NumberAccess access;
  private final FloatFormat format;

  private OrderKeys(ElementType type, boolean nanIsSmallest, boolean reversed) {
    this.type = type;
    this.nan = nanIsSmallest ? Long.MIN_VALUE : Long.MAX_VALUE;
    this.turn = reversed ? -1 : 0;
    this.access = NumberAccess.of(type);
    this.format = FloatFormats.of(type);
  }

  /**
   * The keys for a type.
   *
   * @param nanIsSmallest whether NaN is less than all numbers, or greater
   * @param reversed whether the least element gets the largest key
   */
  public static OrderKeys of(ElementType type, boolean nanIsSmallest, boolean reversed) {
    return new OrderKeys(type, nanIsSmallest, reversed);
  }

  /**
   * Reads the keys of {@code n} elements.
   *
   * @param step from one element to the next
   */
  public void read(Object array, int at, int step, long[] keys, int keysAt, int n) {
    switch (array) {
      case float[] floats -> {
        for (int i = 0; i < n; i++) {
          keys[keysAt + i] = key(floats[at + i * step]);
        }
      }
      case double[] doubles -> {
        for (int i = 0; i < n; i++) {
          keys[keysAt + i] = key(doubles[at + i * step]);
        }
      }
      case short[] shorts when format != null -> {
        for (int i = 0; i < n; i++) {
          keys[keysAt + i] = key(format.decode(shorts[at + i * step]));
        }
      }
      default -> {
        long flip = turn ^ (type == ElementType.UINT64 ? Long.MIN_VALUE : 0);
        for (int i = 0; i < n; i++) {
          keys[keysAt + i] = access.getLong(array, at + i * step) ^ flip;
        }
      }
    }
  }

  private long key(float x) {
    // Adding zero makes -0 a 0; negative floats order against their bits.
    int bits = Float.floatToRawIntBits(x + 0f);
    return (!Float.isNaN(x) ? bits ^ ((bits >> 31) & Integer.MAX_VALUE) : nan) ^ turn;
  }

  private long key(double x) {
    long bits = Double.doubleToRawLongBits(x + 0.0);
    return (!Double.isNaN(x) ? bits ^ ((bits >> 63) & Long.MAX_VALUE) : nan) ^ turn;
  }
}
