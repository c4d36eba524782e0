package io.sardonyx.kernels.vector;

import java.util.Random;

/** Numbers to try kernels on, and distances between results. */
final class Numbers {

  /** Lengths of ranges: everything around one vector and several, and a longer one. */
  static final int[] LENGTHS = new int[72];

  static {
    for (int i = 0; i < 71; i++) {
      LENGTHS[i] = i;
    }
    LENGTHS[71] = 1000;
  }

  /** Numbers that are likely to go wrong; the NaNs differ in sign and payload. */
  static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    2.5f,
    -2.5f,
    Float.NaN,
    Float.intBitsToFloat(0xFFC00000),
    Float.intBitsToFloat(0x7FC00001),
    Float.intBitsToFloat(0xFFFFFFFF),
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    1e-40f,
    -1e-40f,
    1e10f,
    -1e10f,
    0x1p23f,
    -0x1p23f,
    0x1.000002p23f,
    0x1p22f,
    8388607.5f,
    -4194303.5f,
    88f,
    88.4f,
    88.73f,
    -87.2f,
    -87.4f,
    -88.8f,
    -100f,
    -104f,
    100f,
    9f,
    -9.1f,
    20.5f
  };

  private Numbers() {}

  /** Normally distributed numbers, the special ones among them. */
  static float[] mixed(Random random, int length) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] =
          random.nextInt(4) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) random.nextGaussian() * 3;
    }
    return x;
  }

  /** Normally distributed numbers. */
  static float[] normal(Random random, int length, float deviation) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) random.nextGaussian() * deviation;
    }
    return x;
  }

  /** The distance in units of the last place; infinite if only one is NaN or infinite. */
  static double ulps(float got, double expected) {
    float rounded = (float) expected;
    if (Float.isNaN(rounded) || Float.isInfinite(rounded)) {
      boolean overflows = Double.isFinite(expected) && Math.abs(got) > 0x1.fffffcp127f;
      return Float.compare(got, rounded) == 0 || (overflows && got * expected > 0)
          ? 0
          : Double.POSITIVE_INFINITY;
    }
    if (!Float.isFinite(got)) {
      return Math.abs(expected) > 0x1.fffffcp127 && got * expected > 0
          ? 0
          : Double.POSITIVE_INFINITY;
    }
    return Math.abs(got - expected) / Math.ulp(rounded);
  }
}
