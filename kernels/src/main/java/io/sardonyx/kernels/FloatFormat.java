package io.sardonyx.kernels;

/**
 * Floating-point formats that Java has no type for: stored as their bits, computed as floats.
 * Conversions round to nearest, ties to even.
 */
public enum FloatFormat {
  /** IEEE 754 binary16. */
  FLOAT16(16),
  /** The upper half of a float. */
  BFLOAT16(16);

  private final int bits;

  FloatFormat(int bits) {
    this.bits = bits;
  }

  /** Bits of one number. */
  public int bits() {
    return bits;
  }

  /** The number that these bits stand for. */
  public float decode(int code) {
    return switch (this) {
      case FLOAT16 -> Float.float16ToFloat((short) code);
      case BFLOAT16 -> Float.intBitsToFloat(code << 16);
    };
  }

  /** The bits of the nearest number of the format; too large ones become infinite. */
  public int encode(float x) {
    return switch (this) {
      case FLOAT16 -> Float.floatToFloat16(x);
      case BFLOAT16 -> encodeBfloat16(x);
    };
  }

  private static int encodeBfloat16(float x) {
    int b = Float.floatToRawIntBits(x);
    if (Float.isNaN(x)) {
      return (b >>> 16) | 0x40;
    }
    return (b + 0x7FFF + ((b >>> 16) & 1)) >>> 16;
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
