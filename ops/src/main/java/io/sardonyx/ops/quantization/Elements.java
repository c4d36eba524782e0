package io.sardonyx.ops.quantization;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.kernels.IntegerProducts;
import io.sardonyx.ops.family.FloatFormats;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Frame;

/** Reads ranges of elements of any type as floats, and writes floats as elements of any type. */
final class Elements {

  private Elements() {}

  /** Reads elements; integers beyond 2^24 are rounded. */
  @FunctionalInterface
  interface Reader {
    /** Reads {@code n} elements of a slot from element {@code from} on. */
    void read(Frame f, int slot, int from, float[] to, int toAt, int n);
  }

  /** Writes elements; integers saturate, and their floats are rounded to whole numbers before. */
  @FunctionalInterface
  interface Writer {
    /** Writes {@code n} elements of a slot from element {@code at} on. */
    void write(Frame f, float[] from, int fromAt, int slot, int at, int n);
  }

  static Reader reader(ElementType type) {
    return switch (type) {
      case FLOAT ->
          (f, slot, from, to, toAt, n) ->
              System.arraycopy(f.floats(slot), f.offset(slot) + from, to, toAt, n);
      case FLOAT16, BFLOAT16 -> {
        FloatFormat format = FloatFormats.of(type);
        yield (f, slot, from, to, toAt, n) ->
            format.decode(f.shorts(slot), f.offset(slot) + from, to, toAt, n);
      }
      case INT8 ->
          (f, slot, from, to, toAt, n) -> {
            byte[] x = f.bytes(slot);
            int at = f.offset(slot) + from;
            for (int i = 0; i < n; i++) {
              to[toAt + i] = x[at + i];
            }
          };
      case UINT8 ->
          (f, slot, from, to, toAt, n) -> {
            byte[] x = f.bytes(slot);
            int at = f.offset(slot) + from;
            for (int i = 0; i < n; i++) {
              to[toAt + i] = x[at + i] & 0xFF;
            }
          };
      case INT32 ->
          (f, slot, from, to, toAt, n) -> {
            int[] x = f.ints(slot);
            int at = f.offset(slot) + from;
            for (int i = 0; i < n; i++) {
              to[toAt + i] = x[at + i];
            }
          };
      default -> {
        NumberAccess access = NumberAccess.of(type);
        yield (f, slot, from, to, toAt, n) -> {
          Object x = f.array(slot);
          int at = first(f, slot, type) + from;
          for (int i = 0; i < n; i++) {
            to[toAt + i] = (float) access.getDouble(x, at + i);
          }
        };
      }
    };
  }

  /**
   * A writer.
   *
   * @param saturate whether 8-bit floats take their largest number for what is out of range
   */
  static Writer writer(ElementType type, boolean saturate) {
    return switch (type) {
      case FLOAT ->
          (f, from, fromAt, slot, at, n) ->
              System.arraycopy(from, fromAt, f.floats(slot), f.offset(slot) + at, n);
      case FLOAT16, BFLOAT16 -> {
        FloatFormat format = FloatFormats.of(type);
        yield (f, from, fromAt, slot, at, n) ->
            format.encode(from, fromAt, f.shorts(slot), f.offset(slot) + at, n);
      }
      case INT8, UINT8 -> {
        float min = min(type);
        float max = max(type);
        yield (f, from, fromAt, slot, at, n) -> {
          byte[] y = f.bytes(slot);
          int first = f.offset(slot) + at;
          for (int i = 0; i < n; i++) {
            y[first + i] = (byte) (int) Math.max(min, Math.min(max, from[fromAt + i]));
          }
        };
      }
      default -> general(type, saturate);
    };
  }

  private static Writer general(ElementType type, boolean saturate) {
    NumberAccess access = NumberAccess.of(type);
    FloatFormat format = FloatFormats.of(type);
    float min = format == null ? min(type) : 0;
    float max = format == null ? max(type) : 0;
    boolean isByte = format != null && !type.isPacked();
    return (f, from, fromAt, slot, at, n) -> {
      Object y = f.array(slot);
      int first = first(f, slot, type) + at;
      for (int i = 0; i < n; i++) {
        float x = from[fromAt + i];
        if (isByte) {
          ((byte[]) y)[first + i] = (byte) format.encode(x, saturate);
        } else if (format != null) {
          access.setDouble(y, first + i, x);
        } else {
          access.setLong(y, first + i, (long) Math.max(min, Math.min(max, x)));
        }
      }
    };
  }

  /** Number of the slot's first element in its array; elements of packed types share bytes. */
  static int first(Frame f, int slot, ElementType type) {
    return type.isPacked() ? f.offset(slot) * (8 / type.bits()) : f.offset(slot);
  }

  /**
   * Zeroes the bytes that a packed type's elements {@code from} to {@code to} take, so that bits
   * beyond the last element are defined. Both must be on byte boundaries, or at the end.
   */
  static void clearPacked(Frame f, int slot, ElementType type, int from, int to) {
    if (type.isPacked()) {
      int at = f.offset(slot);
      int begin = (int) type.arrayLength(from);
      java.util.Arrays.fill(f.bytes(slot), at + begin, at + (int) type.arrayLength(to), (byte) 0);
    }
  }

  /** Reads 8-bit integers as ints, with a zero point taken off. */
  static void widen(
      Frame f, int slot, ElementType type, int from, int zero, int[] to, int toAt, int n) {
    widen(f.bytes(slot), f.offset(slot) + from, type, zero, to, toAt, n);
  }

  static void widen(byte[] x, int at, ElementType type, int zero, int[] to, int toAt, int n) {
    if (type == ElementType.INT8) {
      IntegerProducts.widen(x, at, zero, to, toAt, n);
    } else {
      IntegerProducts.widenUnsigned(x, at, zero, to, toAt, n);
    }
  }

  /** The smallest number of an integer type. */
  static int min(ElementType type) {
    return type.isUnsigned() ? 0 : -(1 << (type.bits() - 1));
  }

  /** The largest number of an integer type of at most 16 bits. */
  static int max(ElementType type) {
    return (1 << (type.isUnsigned() ? type.bits() : type.bits() - 1)) - 1;
  }
}
