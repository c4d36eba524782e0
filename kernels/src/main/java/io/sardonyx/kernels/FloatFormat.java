package io.sardonyx.kernels;

/**
 * Floating-point formats that Java has no type for: stored as their bits, computed as floats.
 * Conversions round to nearest, ties to even. The 8-bit formats are those of "FP8 Formats for Deep
 * Learning" (Micikevicius et al., 2022) and of the OCP Microscaling Formats specification; in the
 * names FN means finite (no infinities), UZ unsigned zero (0x80 is NaN).
 */
public enum FloatFormat {
  /** IEEE 754 binary16. */
  FLOAT16(16, 5, 10, 15, Special.IEEE),
  /** The upper half of a float. */
  BFLOAT16(16, 8, 7, 127, Special.IEEE),
  FLOAT8E4M3FN(8, 4, 3, 7, Special.FINITE),
  FLOAT8E4M3FNUZ(8, 4, 3, 8, Special.UNSIGNED_ZERO),
  FLOAT8E5M2(8, 5, 2, 15, Special.IEEE),
  FLOAT8E5M2FNUZ(8, 5, 2, 16, Special.UNSIGNED_ZERO),
  /** A power of two without sign: 2^(bits - 127), 0xFF is NaN. */
  FLOAT8E8M0(8, 8, 0, 127, Special.POWER_OF_TWO),
  /** 0, 0.5, 1, 1.5, 2, 3, 4, 6 with a sign; neither infinities nor NaN. */
  FLOAT4E2M1(4, 2, 1, 1, Special.NONE);

  /** Which codes are not numbers. */
  private enum Special {
    /** The largest exponent means infinity and NaN. */
    IEEE,
    /** All ones is NaN; there is no infinity. */
    FINITE,
    /** The code of negative zero is NaN; there is no infinity. */
    UNSIGNED_ZERO,
    POWER_OF_TWO,
    NONE
  }

  private final int bits;
  private final int exponentBits;
  private final int fractionBits;
  private final int bias;
  private final Special special;

  /** For formats of at most 8 bits, the number of each code. */
  private final float[] decoded;

  FloatFormat(int bits, int exponentBits, int fractionBits, int bias, Special special) {
    this.bits = bits;
    this.exponentBits = exponentBits;
    this.fractionBits = fractionBits;
    this.bias = bias;
    this.special = special;
    this.decoded = bits > 8 ? null : new float[1 << bits];
    for (int code = 0; bits <= 8 && code < 1 << bits; code++) {
      decoded[code] = slowDecode(code);
    }
  }

  /** Bits of one number. */
  public int bits() {
    return bits;
  }

  /** The largest finite number. */
  public float max() {
    return switch (this) {
      case FLOAT16 -> 65504f;
      case BFLOAT16 -> Float.intBitsToFloat(0x7F7F0000);
      case FLOAT8E4M3FN -> 448f;
      case FLOAT8E4M3FNUZ -> 240f;
      case FLOAT8E5M2, FLOAT8E5M2FNUZ -> 57344f;
      case FLOAT8E8M0 -> 0x1p127f;
      case FLOAT4E2M1 -> 6f;
    };
  }

  /** The number that these bits stand for; higher bits of {@code code} do not count. */
  public float decode(int code) {
    return switch (this) {
      case FLOAT16 -> Float.float16ToFloat((short) code);
      case BFLOAT16 -> Float.intBitsToFloat(code << 16);
      default -> decoded[code & ((1 << bits) - 1)];
    };
  }

  private float slowDecode(int code) {
    if (special == Special.POWER_OF_TWO) {
      return code == 0xFF ? Float.NaN : (float) Math.scalb(1.0, code - bias);
    }
    int sign = code >> (bits - 1);
    int exponent = (code >> fractionBits) & ((1 << exponentBits) - 1);
    int fraction = code & ((1 << fractionBits) - 1);
    int magnitude = code & ((1 << (bits - 1)) - 1);
    boolean top = exponent == (1 << exponentBits) - 1;
    if (special == Special.IEEE && top) {
      float infinity = sign == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
      return fraction == 0 ? infinity : Float.NaN;
    }
    if ((special == Special.FINITE && magnitude == (1 << (bits - 1)) - 1)
        || (special == Special.UNSIGNED_ZERO && sign == 1 && magnitude == 0)) {
      return Float.NaN;
    }
    double value =
        exponent == 0
            ? Math.scalb((double) fraction, 1 - bias - fractionBits)
            : Math.scalb((double) (fraction + (1 << fractionBits)), exponent - bias - fractionBits);
    return (float) (sign == 0 ? value : -value);
  }

  /** The bits of the nearest number; too large ones become infinite or, lacking that, NaN. */
  public int encode(float x) {
    return encode(x, false);
  }

  /**
   * The bits of the nearest number.
   *
   * @param saturate whether numbers that are too large, and infinities, become the largest finite
   *     one instead of infinity or NaN; the 4-bit format always does so
   */
  public int encode(float x, boolean saturate) {
    return switch (this) {
      case FLOAT16 -> Float.floatToFloat16(x);
      case BFLOAT16 -> encodeBfloat16(x);
      case FLOAT8E8M0 -> encodePowerOfTwo(x, saturate);
      default -> encodeSmall(x, saturate);
    };
  }

  private static int encodeBfloat16(float x) {
    int b = Float.floatToRawIntBits(x);
    if (Float.isNaN(x)) {
      return (b >>> 16) | 0x40;
    }
    return (b + 0x7FFF + ((b >>> 16) & 1)) >>> 16;
  }

  private static int encodePowerOfTwo(float x, boolean saturate) {
    if (Float.isNaN(x) || (Float.isInfinite(x) && !saturate)) {
      return 0xFF;
    }
    double magnitude = Math.min(Math.abs(x), 0x1p127);
    int exponent = magnitude == 0 ? -127 : Math.getExponent(magnitude);
    if (magnitude > Math.scalb(1.5, exponent)) {
      exponent++;
    }
    return Math.clamp(exponent + 127, 0, 254);
  }

  private int encodeSmall(float x, boolean saturate) {
    int sign = (Float.floatToRawIntBits(x) >>> 31) << (bits - 1);
    if (Float.isNaN(x)) {
      return nan(sign);
    }
    double a = Math.abs((double) x);
    int exponent = Math.max(a == 0 ? -1000 : Math.getExponent(a), 1 - bias);
    double quantum = Math.scalb(1.0, exponent - fractionBits);
    double rounded = Double.isInfinite(a) ? a : Math.rint(a / quantum) * quantum;
    if (rounded > max()) {
      if (!saturate && special != Special.NONE) {
        return special == Special.IEEE ? infinity(sign) : nan(sign);
      }
      rounded = max();
    }
    if (rounded == 0) {
      return special == Special.UNSIGNED_ZERO ? 0 : sign;
    }
    int e = Math.max(Math.getExponent(rounded), 1 - bias);
    int significand = (int) Math.scalb(rounded, fractionBits - e);
    int hidden = 1 << fractionBits;
    return sign
        | (significand < hidden
            ? significand
            : ((e + bias) << fractionBits) + significand - hidden);
  }

  private int infinity(int sign) {
    return sign | ((1 << exponentBits) - 1) << fractionBits;
  }

  private int nan(int sign) {
    return switch (special) {
      case IEEE -> infinity(sign) | ((1 << fractionBits) - 1);
      case UNSIGNED_ZERO -> 0x80;
      // A format that has no NaN: ONNX's reference makes it a zero of the other sign.
      case NONE -> sign ^ 8;
      default -> sign | ((1 << (bits - 1)) - 1);
    };
  }

  /** Decodes a range of a 16-bit format. */
  public void decode(short[] from, int fromAt, float[] to, int toAt, int n) {
    for (int i = 0; i < n; i++) {
      to[toAt + i] = decode(from[fromAt + i]);
    }
  }

  /** Encodes a range in a 16-bit format. */
  public void encode(float[] from, int fromAt, short[] to, int toAt, int n) {
    for (int i = 0; i < n; i++) {
      to[toAt + i] = (short) encode(from[fromAt + i]);
    }
  }
}
