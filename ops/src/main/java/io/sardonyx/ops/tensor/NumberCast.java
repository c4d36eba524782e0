package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.ops.family.FloatFormats;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/**
 * Converts ranges of elements from any numeric type or bool to any other: first to longs, floats or
 * doubles, whichever holds every number of the source, then to the target. Integers out of range
 * lose their upper bits; floats become integers by truncation.
 */
final class NumberCast {

  /** Elements of a range: a multiple of those that share a byte. */
  private static final int CHUNK = Ranges.COSTLY;

  private final ElementType from;
  private final ElementType to;
  private final NumberAccess source;
  private final NumberAccess target;

  /** The target's format if it is one that is rounded to. */
  private final FloatFormat format;

  private final boolean saturate;
  private final PowerOfTwoRounding rounding;

  /**
   * Prepares a conversion.
   *
   * @param saturate whether float8 numbers out of range become the largest and not infinite or NaN
   * @param rounding how float8e8m0 is rounded
   */
  NumberCast(ElementType from, ElementType to, boolean saturate, PowerOfTwoRounding rounding) {
    this.from = from;
    this.to = to;
    this.source = NumberAccess.of(from);
    this.target = NumberAccess.of(to);
    this.format = FloatFormats.of(to);
    this.saturate = saturate;
    this.rounding = rounding;
  }

  /** A step that converts a whole tensor. */
  Step step(CompileContext c, int x, int y, long elements) {
    Storage between = between();
    c.workerScratch(between, CHUNK);
    c.workerScratch(Storage.LONGS, CHUNK);
    return Ranges.step(
        elements,
        CHUNK,
        (f, i, end, w) -> {
          switch (between) {
            case LONGS -> viaLongs(f, x, y, i, end - i, w);
            case FLOATS -> viaFloats(f, x, y, i, end - i, w);
            default -> viaDoubles(f, x, y, i, end - i, w);
          }
        });
  }

  /** The type of array in which every number of the source has a place. */
  private Storage between() {
    if (from == ElementType.DOUBLE || (from == ElementType.UINT64 && to == ElementType.DOUBLE)) {
      return Storage.DOUBLES;
    }
    boolean unsignedToFloat = from == ElementType.UINT64 && to.isFloat();
    return from.isFloat() || unsignedToFloat ? Storage.FLOATS : Storage.LONGS;
  }

  private void viaLongs(Frame f, int x, int y, int i, int n, int worker) {
    if (from.storage() == Storage.LONGS) {
      encode(f.longs(x), f.offset(x) + i, f.array(y), f.offset(y), i, n);
    } else if (to.storage() == Storage.LONGS) {
      decode(f.array(x), f.offset(x), i, f.longs(y), f.offset(y) + i, n);
    } else {
      long[] longs = f.workerLongs(worker);
      decode(f.array(x), f.offset(x), i, longs, 0, n);
      encode(longs, 0, f.array(y), f.offset(y), i, n);
    }
  }

  private void viaFloats(Frame f, int x, int y, int i, int n, int worker) {
    if (from == ElementType.FLOAT) {
      encode(f.floats(x), f.offset(x) + i, f.array(y), f.offset(y), i, n, f.workerLongs(worker));
    } else if (to == ElementType.FLOAT) {
      decode(f.array(x), f.offset(x), i, f.floats(y), f.offset(y) + i, n);
    } else {
      float[] floats = f.workerFloats(worker);
      decode(f.array(x), f.offset(x), i, floats, 0, n);
      encode(floats, 0, f.array(y), f.offset(y), i, n, f.workerLongs(worker));
    }
  }

  private void viaDoubles(Frame f, int x, int y, int i, int n, int worker) {
    double[] doubles = f.workerDoubles(worker);
    int at = 0;
    if (from == ElementType.DOUBLE) {
      doubles = f.doubles(x);
      at = f.offset(x) + i;
    } else {
      for (int k = 0; k < n; k++) {
        doubles[k] = source.getDouble(f.array(x), f.offset(x) + i + k);
      }
    }
    encode(doubles, at, f.array(y), f.offset(y), i, n, f.workerLongs(worker));
  }

  // ------------------------------------------------------------------------------- to longs

  private void decode(Object x, int offset, int i, long[] longs, int at, int n) {
    int first = offset + i;
    switch (from) {
      case INT32 -> {
        int[] a = (int[]) x;
        for (int k = 0; k < n; k++) {
          longs[at + k] = a[first + k];
        }
      }
      case UINT8, BOOL -> {
        byte[] a = (byte[]) x;
        for (int k = 0; k < n; k++) {
          longs[at + k] = a[first + k] & 0xFF;
        }
      }
      case INT8 -> {
        byte[] a = (byte[]) x;
        for (int k = 0; k < n; k++) {
          longs[at + k] = a[first + k];
        }
      }
      default -> {
        int start = elementAt(from, offset) + i;
        for (int k = 0; k < n; k++) {
          longs[at + k] = source.getLong(x, start + k);
        }
      }
    }
  }

  /** The number of the element that begins at an array's index. */
  private static int elementAt(ElementType type, int offset) {
    return type.isPacked() ? Math.multiplyExact(offset, 8 / type.bits()) : offset;
  }

  private void encode(long[] longs, int at, Object y, int offset, int i, int n) {
    int first = offset + i;
    switch (to) {
      case FLOAT -> {
        float[] a = (float[]) y;
        for (int k = 0; k < n; k++) {
          a[first + k] = longs[at + k];
        }
      }
      case DOUBLE -> {
        double[] a = (double[]) y;
        for (int k = 0; k < n; k++) {
          a[first + k] = longs[at + k];
        }
      }
      case INT64, UINT64 -> System.arraycopy(longs, at, y, first, n);
      case INT32, UINT32 -> {
        int[] a = (int[]) y;
        for (int k = 0; k < n; k++) {
          a[first + k] = (int) longs[at + k];
        }
      }
      case INT8, UINT8 -> {
        byte[] a = (byte[]) y;
        for (int k = 0; k < n; k++) {
          a[first + k] = (byte) longs[at + k];
        }
      }
      case BOOL -> {
        byte[] a = (byte[]) y;
        for (int k = 0; k < n; k++) {
          a[first + k] = (byte) (longs[at + k] != 0 ? 1 : 0);
        }
      }
      default -> {
        int start = elementAt(to, offset) + i;
        for (int k = 0; k < n; k++) {
          if (format != null) {
            setBits(y, start + k, (float) longs[at + k]);
          } else {
            target.setLong(y, start + k, longs[at + k]);
          }
        }
      }
    }
  }

  // ------------------------------------------------------------------------------- to floats

  private void decode(Object x, int offset, int i, float[] floats, int at, int n) {
    if (x instanceof short[] a) {
      FloatFormats.of(from).decode(a, offset + i, floats, at, n);
    } else if (x instanceof long[] a) {
      for (int k = 0; k < n; k++) {
        long number = a[offset + i + k];
        floats[at + k] = number >= 0 ? number : (float) (number >>> 1 | number & 1) * 2;
      }
    } else {
      int start = elementAt(from, offset) + i;
      for (int k = 0; k < n; k++) {
        floats[at + k] = (float) source.getDouble(x, start + k);
      }
    }
  }

  private void encode(float[] floats, int at, Object y, int offset, int i, int n, long[] scratch) {
    int first = offset + i;
    switch (to) {
      case FLOAT -> System.arraycopy(floats, at, y, first, n);
      case DOUBLE -> {
        double[] a = (double[]) y;
        for (int k = 0; k < n; k++) {
          a[first + k] = floats[at + k];
        }
      }
      case INT64 -> {
        long[] a = (long[]) y;
        for (int k = 0; k < n; k++) {
          a[first + k] = (long) floats[at + k];
        }
      }
      case INT32 -> {
        int[] a = (int[]) y;
        for (int k = 0; k < n; k++) {
          a[first + k] = (int) floats[at + k];
        }
      }
      case UINT64 -> {
        for (int k = 0; k < n; k++) {
          target.setDouble(y, first + k, floats[at + k]);
        }
      }
      case BOOL -> {
        byte[] a = (byte[]) y;
        for (int k = 0; k < n; k++) {
          a[first + k] = (byte) (floats[at + k] != 0 ? 1 : 0);
        }
      }
      case FLOAT16, BFLOAT16 -> format.encode(floats, at, (short[]) y, first, n);
      default -> {
        if (format != null) {
          int start = elementAt(to, offset) + i;
          for (int k = 0; k < n; k++) {
            setBits(y, start + k, floats[at + k]);
          }
        } else {
          for (int k = 0; k < n; k++) {
            scratch[k] = (long) floats[at + k];
          }
          encode(scratch, 0, y, offset, i, n);
        }
      }
    }
  }

  // ------------------------------------------------------------------------------- to doubles

  private void encode(
      double[] doubles, int at, Object y, int offset, int i, int n, long[] scratch) {
    int first = offset + i;
    switch (to) {
      case DOUBLE -> System.arraycopy(doubles, at, y, first, n);
      case FLOAT -> {
        float[] a = (float[]) y;
        for (int k = 0; k < n; k++) {
          a[first + k] = (float) doubles[at + k];
        }
      }
      case UINT64, BOOL -> {
        for (int k = 0; k < n; k++) {
          target.setDouble(y, first + k, doubles[at + k]);
        }
      }
      default -> {
        if (format != null) {
          int start = elementAt(to, offset) + i;
          for (int k = 0; k < n; k++) {
            setBits(y, start + k, roundedToOdd(doubles[at + k]));
          }
        } else {
          for (int k = 0; k < n; k++) {
            scratch[k] = (long) doubles[at + k];
          }
          encode(scratch, 0, y, offset, i, n);
        }
      }
    }
  }

  /**
   * A float that rounds to every narrower format as {@code x} itself does: the next one towards
   * zero, its last bit set if that is not {@code x}.
   */
  static float roundedToOdd(double x) {
    float nearest = (float) x;
    if (nearest == x || Double.isNaN(x)) {
      return nearest;
    }
    int bits = Float.floatToRawIntBits(nearest);
    return Float.intBitsToFloat((Math.abs((double) nearest) > Math.abs(x) ? bits - 1 : bits) | 1);
  }

  /** Sets an element of a narrow float format. */
  private void setBits(Object y, int i, float x) {
    switch (to) {
      case FLOAT8E8M0 -> ((byte[]) y)[i] = (byte) rounding.encode(x, saturate);
      case FLOAT4E2M1 -> target.setDouble(y, i, x);
      default -> {
        if (y instanceof short[] a) {
          a[i] = (short) format.encode(x);
        } else {
          ((byte[]) y)[i] = (byte) format.encode(x, saturate);
        }
      }
    }
  }
}
