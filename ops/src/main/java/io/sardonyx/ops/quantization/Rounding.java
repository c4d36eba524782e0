package io.sardonyx.ops.quantization;

import io.sardonyx.kernels.FloatFormat;

/** Rounds floats in place, halves to even. */
final class Rounding {

  private Rounding() {}

  /** Rounds to whole numbers. */
  static void toWhole(float[] v, int n) {
    for (int i = 0; i < n; i++) {
      v[i] = (float) Math.rint(v[i]);
    }
  }

  /** Rounds to the numbers of a narrower format. */
  static void toFormat(float[] v, int n, FloatFormat format) {
    for (int i = 0; i < n; i++) {
      v[i] = format.decode(format.encode(v[i]));
    }
  }
}
