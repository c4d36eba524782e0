package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.FloatFormat;

/**
 * Converts ranges between the elements of a type and the numbers of an arithmetic, by the rules of
 * {@link NumberAccess}. Immutable.
 */
public final class Conversion {

  private final Arithmetic arithmetic;
  private final ElementType type;
  private final NumberAccess access;
  private final FloatFormat halfFormat;

  private Conversion(ElementType type, Arithmetic arithmetic) {
    this.type = type;
    this.arithmetic = arithmetic;
    this.access = NumberAccess.of(type);
    FloatFormat format = FloatFormats.of(type);
    boolean isHalf = arithmetic == Arithmetic.FLOATS && format != null && format.bits() == 16;
    this.halfFormat = isHalf ? format : null;
  }

  /** The conversion between a type, numeric or bool, and an arithmetic. */
  public static Conversion of(ElementType type, Arithmetic arithmetic) {
    return new Conversion(type, arithmetic);
  }

  /** The arithmetic's side. */
  public Arithmetic arithmetic() {
    return arithmetic;
  }

  /** The elements' side. */
  public ElementType type() {
    return type;
  }

  /** Whether there is nothing to convert. */
  public boolean isNative() {
    return switch (arithmetic) {
      case FLOATS -> type == ElementType.FLOAT;
      case DOUBLES -> type == ElementType.DOUBLE;
      case LONGS -> type == ElementType.INT64 || type == ElementType.UINT64;
    };
  }

  /** Converts {@code n} elements to numbers. */
  public void read(Object from, int at, Object to, int toAt, int n) {
    if (isNative()) {
      System.arraycopy(from, at, to, toAt, n);
    } else if (halfFormat != null) {
      halfFormat.decode((short[]) from, at, (float[]) to, toAt, n);
    } else {
      switch (arithmetic) {
        case FLOATS -> {
          float[] numbers = (float[]) to;
          for (int i = 0; i < n; i++) {
            numbers[toAt + i] = (float) access.getDouble(from, at + i);
          }
        }
        case DOUBLES -> {
          double[] numbers = (double[]) to;
          if (from instanceof float[] floats) {
            for (int i = 0; i < n; i++) {
              numbers[toAt + i] = floats[at + i];
            }
            return;
          }
          for (int i = 0; i < n; i++) {
            numbers[toAt + i] = access.getDouble(from, at + i);
          }
        }
        case LONGS -> readLongs(from, at, (long[]) to, toAt, n);
      }
    }
  }

  private void readLongs(Object from, int at, long[] to, int toAt, int n) {
    switch (type) {
      case INT32 -> {
        int[] ints = (int[]) from;
        for (int i = 0; i < n; i++) {
          to[toAt + i] = ints[at + i];
        }
      }
      case INT8 -> {
        byte[] bytes = (byte[]) from;
        for (int i = 0; i < n; i++) {
          to[toAt + i] = bytes[at + i];
        }
      }
      case UINT8, BOOL -> {
        byte[] bytes = (byte[]) from;
        for (int i = 0; i < n; i++) {
          to[toAt + i] = bytes[at + i] & 0xFF;
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          to[toAt + i] = access.getLong(from, at + i);
        }
      }
    }
  }

  /** Converts numbers to {@code n} elements. */
  public void write(Object from, int at, Object to, int toAt, int n) {
    if (isNative()) {
      System.arraycopy(from, at, to, toAt, n);
    } else if (halfFormat != null) {
      halfFormat.encode((float[]) from, at, (short[]) to, toAt, n);
    } else {
      switch (arithmetic) {
        case FLOATS -> {
          float[] numbers = (float[]) from;
          for (int i = 0; i < n; i++) {
            access.setDouble(to, toAt + i, numbers[at + i]);
          }
        }
        case DOUBLES -> {
          double[] numbers = (double[]) from;
          for (int i = 0; i < n; i++) {
            access.setDouble(to, toAt + i, numbers[at + i]);
          }
        }
        case LONGS -> {
          long[] numbers = (long[]) from;
          for (int i = 0; i < n; i++) {
            access.setLong(to, toAt + i, numbers[at + i]);
          }
        }
      }
    }
  }
}
