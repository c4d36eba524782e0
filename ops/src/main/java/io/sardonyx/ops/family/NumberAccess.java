package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.FloatFormat;

/**
 * Reads and writes single elements of any numeric or bool type, packed ones too, as doubles or
 * longs: the general way, for types and operators that do not deserve loops of their own.
 *
 * <p>Indices count elements, also for packed types. Integers are extended by their sign or with
 * zeros; uint64 beyond Long.MAX_VALUE reads as a large double and as a negative long. Writing a
 * double to an integer type truncates it towards zero and wraps; writing to a float format rounds
 * to nearest.
 */
public final class NumberAccess {

  private final ElementType type;
  private final FloatFormat format;

  private NumberAccess(ElementType type) {
    this.type = type;
    this.format = FloatFormats.of(type);
  }

  /**
   * Access to elements of a type.
   *
   * @throws IllegalArgumentException for strings and complex numbers
   */
  public static NumberAccess of(ElementType type) {
    if (type == ElementType.STRING || type.isComplex()) {
      throw new IllegalArgumentException(type + " is no real number");
    }
    return new NumberAccess(type);
  }

  /** Element {@code i} as a double. */
  public double getDouble(Object array, int i) {
    return switch (type) {
      case FLOAT -> ((float[]) array)[i];
      case DOUBLE -> ((double[]) array)[i];
      case FLOAT16, BFLOAT16 -> format.decode(((short[]) array)[i]);
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0 ->
          format.decode(((byte[]) array)[i]);
      case FLOAT4E2M1 -> format.decode(bits(array, i, 4));
      case UINT64 -> {
        long x = ((long[]) array)[i];
        yield x >= 0 ? x : (x >>> 1 | x & 1) * 2.0;
      }
      default -> getLong(array, i);
    };
  }

  /** Element {@code i} as a long; floats are truncated towards zero. */
  public long getLong(Object array, int i) {
    return switch (type) {
      case INT64, UINT64 -> ((long[]) array)[i];
      case INT32 -> ((int[]) array)[i];
      case UINT32 -> ((int[]) array)[i] & 0xFFFFFFFFL;
      case INT16 -> ((short[]) array)[i];
      case UINT16 -> ((short[]) array)[i] & 0xFFFF;
      case INT8 -> ((byte[]) array)[i];
      case UINT8, BOOL -> ((byte[]) array)[i] & 0xFF;
      case UINT4 -> bits(array, i, 4);
      case INT4 -> bits(array, i, 4) << 28 >> 28;
      case UINT2 -> bits(array, i, 2);
      case INT2 -> bits(array, i, 2) << 30 >> 30;
      default -> (long) getDouble(array, i);
    };
  }

  /** Sets element {@code i}. */
  public void setDouble(Object array, int i, double x) {
    switch (type) {
      case FLOAT -> ((float[]) array)[i] = (float) x;
      case DOUBLE -> ((double[]) array)[i] = x;
      case FLOAT16, BFLOAT16 -> ((short[]) array)[i] = (short) format.encode((float) x);
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0 ->
          ((byte[]) array)[i] = (byte) format.encode((float) x);
      case FLOAT4E2M1 -> setBits(array, i, 4, format.encode((float) x));
      case BOOL -> ((byte[]) array)[i] = (byte) (x != 0 ? 1 : 0);
      case UINT64 ->
          ((long[]) array)[i] = x < 0x1p63 ? (long) x : (long) (x - 0x1p63) + Long.MIN_VALUE;
      default -> setLong(array, i, (long) x);
    }
  }

  /** Sets element {@code i}; integers keep the low bits. */
  public void setLong(Object array, int i, long x) {
    switch (type) {
      case INT64, UINT64 -> ((long[]) array)[i] = x;
      case INT32, UINT32 -> ((int[]) array)[i] = (int) x;
      case INT16, UINT16 -> ((short[]) array)[i] = (short) x;
      case INT8, UINT8 -> ((byte[]) array)[i] = (byte) x;
      case BOOL -> ((byte[]) array)[i] = (byte) (x != 0 ? 1 : 0);
      case UINT4, INT4 -> setBits(array, i, 4, (int) x);
      case UINT2, INT2 -> setBits(array, i, 2, (int) x);
      default -> setDouble(array, i, x);
    }
  }

  private static int bits(Object array, int i, int width) {
    int perByte = 8 / width;
    int shift = i % perByte * width;
    return (((byte[]) array)[i / perByte] >> shift) & ((1 << width) - 1);
  }

  private static void setBits(Object array, int i, int width, int x) {
    int perByte = 8 / width;
    int shift = i % perByte * width;
    int mask = ((1 << width) - 1) << shift;
    byte[] bytes = (byte[]) array;
    bytes[i / perByte] = (byte) (bytes[i / perByte] & ~mask | x << shift & mask);
  }
}
