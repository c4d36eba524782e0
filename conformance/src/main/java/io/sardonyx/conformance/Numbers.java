package io.sardonyx.conformance;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Reads tensors of any type as numbers or texts, independently of the code under test. */
public final class Numbers {

  private Numbers() {}

  /** The numbers of a floating-point tensor; both parts of complex ones. */
  public static double[] of(Tensor t) {
    return switch (t.elementType()) {
      case FLOAT, COMPLEX64 -> {
        float[] a = t.floats();
        yield IntStream.range(0, a.length).mapToDouble(i -> a[i]).toArray();
      }
      case DOUBLE, COMPLEX128 -> t.doubles().clone();
      case FLOAT16 -> {
        short[] a = t.shorts();
        yield IntStream.range(0, a.length).mapToDouble(i -> Float.float16ToFloat(a[i])).toArray();
      }
      case BFLOAT16 -> {
        short[] a = t.shorts();
        yield IntStream.range(0, a.length)
            .mapToDouble(i -> Float.intBitsToFloat(a[i] << 16))
            .toArray();
      }
      case FLOAT8E4M3FN -> bytes(t, b -> small(b, 4, 3, 7, Special.NAN_ONLY));
      case FLOAT8E4M3FNUZ -> bytes(t, b -> small(b, 4, 3, 8, Special.NEGATIVE_ZERO_IS_NAN));
      case FLOAT8E5M2 -> bytes(t, b -> small(b, 5, 2, 15, Special.IEEE));
      case FLOAT8E5M2FNUZ -> bytes(t, b -> small(b, 5, 2, 16, Special.NEGATIVE_ZERO_IS_NAN));
      case FLOAT8E8M0 -> bytes(t, b -> b == 0xFF ? Double.NaN : Math.scalb(1.0, b - 127));
      case FLOAT4E2M1 -> {
        byte[] a = t.bytes();
        yield IntStream.range(0, (int) t.size())
            .mapToDouble(i -> small4((a[i / 2] >> (i % 2 * 4)) & 0xF))
            .toArray();
      }
      default -> throw new IllegalArgumentException("no floats in " + t.type());
    };
  }

  private enum Special {
    IEEE,
    NAN_ONLY,
    NEGATIVE_ZERO_IS_NAN
  }

  private static double[] bytes(Tensor t, java.util.function.IntToDoubleFunction decode) {
    byte[] a = t.bytes();
    return IntStream.range(0, a.length)
        .mapToDouble(i -> decode.applyAsDouble(a[i] & 0xFF))
        .toArray();
  }

  private static double small(
      int b, int exponentBits, int fractionBits, int bias, Special special) {
    int sign = b >> 7;
    int exponent = (b >> fractionBits) & ((1 << exponentBits) - 1);
    int fraction = b & ((1 << fractionBits) - 1);
    int top = (1 << exponentBits) - 1;
    if (special == Special.NEGATIVE_ZERO_IS_NAN && b == 0x80) {
      return Double.NaN;
    }
    if (special == Special.NAN_ONLY && (b & 0x7F) == 0x7F) {
      return Double.NaN;
    }
    if (special == Special.IEEE && exponent == top) {
      return fraction != 0
          ? Double.NaN
          : sign == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    double magnitude =
        exponent == 0
            ? Math.scalb((double) fraction, 1 - bias - fractionBits)
            : Math.scalb((double) (fraction + (1 << fractionBits)), exponent - bias - fractionBits);
    return sign == 0 ? magnitude : -magnitude;
  }

  private static double small4(int code) {
    double[] magnitudes = {0, 0.5, 1, 1.5, 2, 3, 4, 6};
    return (code & 8) == 0 ? magnitudes[code & 7] : -magnitudes[code & 7];
  }

  /** The elements of an integer, bool or string tensor, as texts. */
  public static List<String> texts(Tensor t) {
    int n = (int) t.size();
    ElementType type = t.elementType();
    return IntStream.range(0, n).mapToObj(i -> text(t, type, i)).toList();
  }

  private static String text(Tensor t, ElementType type, int i) {
    return switch (type) {
      case STRING -> '"' + t.strings()[i] + '"';
      case INT64 -> Long.toString(t.longs()[i]);
      case UINT64 -> Long.toUnsignedString(t.longs()[i]);
      case INT32 -> Integer.toString(t.ints()[i]);
      case UINT32 -> Integer.toUnsignedString(t.ints()[i]);
      case INT16 -> Short.toString(t.shorts()[i]);
      case UINT16 -> Integer.toString(t.shorts()[i] & 0xFFFF);
      case INT8 -> Byte.toString(t.bytes()[i]);
      case UINT8 -> Integer.toString(t.bytes()[i] & 0xFF);
      case BOOL -> Boolean.toString(t.bytes()[i] != 0);
      case UINT4 -> Integer.toString((t.bytes()[i / 2] >> (i % 2 * 4)) & 0xF);
      case INT4 -> Integer.toString((t.bytes()[i / 2] >> (i % 2 * 4)) << 28 >> 28);
      case UINT2 -> Integer.toString((t.bytes()[i / 4] >> (i % 4 * 2)) & 0x3);
      case INT2 -> Integer.toString((t.bytes()[i / 4] >> (i % 4 * 2)) << 30 >> 30);
      default -> throw new IllegalArgumentException("no integers in " + t.type());
    };
  }
}
