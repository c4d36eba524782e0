package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.kernels.StridedLoops;

/**
 * Converts ranges of tensor elements to the arrays that kernels compute on, and back: 16-bit floats
 * to floats, bytes to ints and the like. Immutable.
 */
public final class Codec {

  /** Converts elements that lie one after the other. */
  @FunctionalInterface
  private interface Conversion {
    void run(Object from, int fromAt, Object to, int toAt, int n);
  }

  private final Storage domain;
  private final Conversion decode;
  private final Conversion encode;

  private Codec(Storage domain, Conversion decode, Conversion encode) {
    this.domain = domain;
    this.decode = decode;
    this.encode = encode;
  }

  /** Elements as they are stored. */
  public static Codec none(Storage storage) {
    return new Codec(storage, null, null);
  }

  /**
   * The array type for arithmetic on elements of a type: floats for all small floating-point types,
   * ints for small integers, longs for uint32. It holds every number of the type, but only the bits
   * of a uint64.
   */
  public static Storage arithmetic(ElementType type) {
    return switch (type) {
      case DOUBLE -> Storage.DOUBLES;
      case INT64, UINT64, UINT32 -> Storage.LONGS;
      case STRING -> Storage.STRINGS;
      default -> type.isFloat() ? Storage.FLOATS : Storage.INTS;
    };
  }

  /** Conversions between elements of a type and its {@linkplain #arithmetic arithmetic} form. */
  public static Codec of(ElementType type) {
    return of(type, arithmetic(type));
  }

  /** Conversions between elements of a numeric type and arrays of another. */
  public static Codec of(ElementType type, Storage domain) {
    if (domain == arithmetic(type)) {
      switch (type) {
        case FLOAT, DOUBLE, INT32, INT64, UINT64, STRING -> {
          return none(domain);
        }
        case FLOAT16, BFLOAT16 -> {
          FloatFormat format = FloatFormats.of(type);
          return new Codec(
              domain,
              (x, xAt, y, yAt, n) -> format.decode((short[]) x, xAt, (float[]) y, yAt, n),
              (x, xAt, y, yAt, n) -> format.encode((float[]) x, xAt, (short[]) y, yAt, n));
        }
        case INT8 -> {
          return new Codec(domain, Codec::widenByte, Codec::narrowToByte);
        }
        case UINT8, BOOL -> {
          return new Codec(domain, Codec::widenUnsignedByte, Codec::narrowToByte);
        }
        case INT16 -> {
          return new Codec(domain, Codec::widenShort, Codec::narrowToShort);
        }
        case UINT16 -> {
          return new Codec(domain, Codec::widenUnsignedShort, Codec::narrowToShort);
        }
        case UINT32 -> {
          return new Codec(domain, Codec::widenUnsignedInt, Codec::narrowToInt);
        }
        default -> {}
      }
    }
    return type == ElementType.INT32 && domain == Storage.LONGS
        ? new Codec(domain, Codec::widenInt, Codec::narrowToInt)
        : general(type, domain);
  }

  private static Codec general(ElementType type, Storage domain) {
    NumberAccess access = NumberAccess.of(type);
    return new Codec(
        domain,
        (x, xAt, y, yAt, n) -> {
          for (int i = 0; i < n; i++) {
            switch (y) {
              case float[] floats -> floats[yAt + i] = (float) access.getDouble(x, xAt + i);
              case double[] doubles -> doubles[yAt + i] = access.getDouble(x, xAt + i);
              case int[] ints -> ints[yAt + i] = (int) access.getLong(x, xAt + i);
              case long[] longs -> longs[yAt + i] = access.getLong(x, xAt + i);
              default -> throw new IllegalArgumentException(y.getClass().toString());
            }
          }
        },
        (x, xAt, y, yAt, n) -> {
          for (int i = 0; i < n; i++) {
            switch (x) {
              case float[] floats -> access.setDouble(y, yAt + i, floats[xAt + i]);
              case double[] doubles -> access.setDouble(y, yAt + i, doubles[xAt + i]);
              case int[] ints -> access.setLong(y, yAt + i, ints[xAt + i]);
              case long[] longs -> access.setLong(y, yAt + i, longs[xAt + i]);
              default -> throw new IllegalArgumentException(x.getClass().toString());
            }
          }
        });
  }

  private static void widenByte(Object from, int at, Object to, int toAt, int n) {
    byte[] x = (byte[]) from;
    int[] y = (int[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = x[at + i];
    }
  }

  private static void widenUnsignedByte(Object from, int at, Object to, int toAt, int n) {
    byte[] x = (byte[]) from;
    int[] y = (int[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = x[at + i] & 0xFF;
    }
  }

  private static void widenShort(Object from, int at, Object to, int toAt, int n) {
    short[] x = (short[]) from;
    int[] y = (int[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = x[at + i];
    }
  }

  private static void widenUnsignedShort(Object from, int at, Object to, int toAt, int n) {
    short[] x = (short[]) from;
    int[] y = (int[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = x[at + i] & 0xFFFF;
    }
  }

  private static void widenInt(Object from, int at, Object to, int toAt, int n) {
    int[] x = (int[]) from;
    long[] y = (long[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = x[at + i];
    }
  }

  private static void widenUnsignedInt(Object from, int at, Object to, int toAt, int n) {
    int[] x = (int[]) from;
    long[] y = (long[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = x[at + i] & 0xFFFFFFFFL;
    }
  }

  private static void narrowToByte(Object from, int at, Object to, int toAt, int n) {
    int[] x = (int[]) from;
    byte[] y = (byte[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = (byte) x[at + i];
    }
  }

  private static void narrowToShort(Object from, int at, Object to, int toAt, int n) {
    int[] x = (int[]) from;
    short[] y = (short[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = (short) x[at + i];
    }
  }

  private static void narrowToInt(Object from, int at, Object to, int toAt, int n) {
    long[] x = (long[]) from;
    int[] y = (int[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = (int) x[at + i];
    }
  }

  /** The type of the arrays that are computed on. */
  public Storage domain() {
    return domain;
  }

  /** Whether elements are computed on as they are stored. */
  public boolean isIdentity() {
    return decode == null;
  }

  /**
   * Gathers and converts rows of {@code n} elements: element i of row r comes from {@code at + r *
   * rowStride + i * step} and goes to {@code toAt + r * n + i}.
   *
   * @param step 1, or 0 to repeat one element
   */
  public void decode(
      Object from, int at, int rowStride, int step, Object to, int toAt, int rows, int n) {
    if (decode == null) {
      StridedLoops.rows(from, at, rowStride, step, to, toAt, rows, n);
      return;
    }
    for (int r = 0; r < rows; r++) {
      int start = toAt + r * n;
      if (step == 1) {
        decode.run(from, at + r * rowStride, to, start, n);
      } else {
        decode.run(from, at + r * rowStride, to, start, 1);
        StridedLoops.rows(to, start, 0, 0, to, start, 1, n);
      }
    }
  }

  /** Converts results back; not for elements that are computed on as they are stored. */
  public void encode(Object from, int at, Object to, int toAt, int n) {
    encode.run(from, at, to, toAt, n);
  }
}
