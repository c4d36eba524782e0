package io.sardonyx.ops.tensor;

/**
 * How a number becomes a float8e8m0, which holds powers of two from 2^-127 to 2^127 and NaN.
 * Negative numbers, of which the specification says nothing, lose their sign.
 */
enum PowerOfTwoRounding {
  /** To the next larger power. */
  UP,
  /** To the next smaller power. */
  DOWN,
  /** To the nearer power; from the middle to the larger one. */
  NEAREST;

  private static final int NAN = 0xFF;
  private static final int MAX = 0xFE;
  private static final int BIAS = 127;

  /**
   * The bits for a number.
   *
   * @param saturate whether numbers out of range, zero among them, become the nearest power and not
   *     NaN
   */
  int encode(float x, boolean saturate) {
    double magnitude = Math.abs((double) x);
    if (Double.isNaN(magnitude)) {
      return NAN;
    }
    if (magnitude < 0x1p-127) {
      return saturate ? 0 : NAN;
    }
    if (Double.isInfinite(magnitude)) {
      return saturate ? MAX : NAN;
    }
    int exponent = Math.getExponent(magnitude);
    double fraction = Math.scalb(magnitude, -exponent);
    boolean larger =
        switch (this) {
          case UP -> fraction > 1;
          case DOWN -> false;
          case NEAREST -> fraction >= 1.5;
        };
    int code = exponent + BIAS + (larger ? 1 : 0);
    return code > MAX && saturate ? MAX : code;
  }
}
