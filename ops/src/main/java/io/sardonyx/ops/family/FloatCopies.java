package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/**
 * Steps that turn whole tensors of narrow types into floats and back, for operators whose loops are
 * written for floats only. What goes back to an integer is rounded, ties to even, and kept in the
 * type's range.
 */
public final class FloatCopies {

  private FloatCopies() {}

  /** Whether every number of the type is a float, and the type is one of those that are copied. */
  public static boolean takes(ElementType type) {
    return switch (type) {
      case FLOAT, FLOAT16, BFLOAT16, UINT8, INT8 -> true;
      default -> false;
    };
  }

  /** Sets {@code n} floats of slot {@code to} to the elements of slot {@code from}. */
  public static Step decode(ElementType type, int from, int to, int n) {
    FloatFormat format = FloatFormats.of(type);
    return Ranges.step(
        n,
        Ranges.CHEAP,
        (f, begin, end, worker) -> {
          float[] floats = f.floats(to);
          int target = f.offset(to) + begin;
          int source = f.offset(from) + begin;
          if (format != null) {
            format.decode(f.shorts(from), source, floats, target, end - begin);
          } else if (type == ElementType.FLOAT) {
            System.arraycopy(f.floats(from), source, floats, target, end - begin);
          } else {
            byte[] bytes = f.bytes(from);
            int mask = type == ElementType.UINT8 ? 0xFF : -1;
            for (int i = 0; i < end - begin; i++) {
              floats[target + i] = bytes[source + i] & mask;
            }
          }
        });
  }

  /** Sets the elements of slot {@code to} to {@code n} floats of slot {@code from}. */
  public static Step encode(ElementType type, int from, int to, int n) {
    FloatFormat format = FloatFormats.of(type);
    return Ranges.step(
        n,
        Ranges.CHEAP,
        (f, begin, end, worker) -> {
          float[] floats = f.floats(from);
          int source = f.offset(from) + begin;
          int target = f.offset(to) + begin;
          if (format != null) {
            format.encode(floats, source, f.shorts(to), target, end - begin);
          } else if (type == ElementType.FLOAT) {
            System.arraycopy(floats, source, f.floats(to), target, end - begin);
          } else {
            encodeBytes(f, type, floats, source, to, target, end - begin);
          }
        });
  }

  private static void encodeBytes(
      Frame f, ElementType type, float[] floats, int source, int to, int target, int n) {
    byte[] bytes = f.bytes(to);
    int least = type == ElementType.UINT8 ? 0 : Byte.MIN_VALUE;
    int most = type == ElementType.UINT8 ? 255 : Byte.MAX_VALUE;
    for (int i = 0; i < n; i++) {
      bytes[target + i] = (byte) Math.clamp((long) Math.rint(floats[source + i]), least, most);
    }
  }
}
