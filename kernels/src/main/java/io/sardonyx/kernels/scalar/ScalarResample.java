package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.ResampleKernels;

/** Weighted sums of pixels in plain loops. */
public final class ScalarResample implements ResampleKernels {

  @Override
  public void columns(
      float[] x,
      int xAt,
      int[] index,
      float[] weights,
      int taps,
      int n,
      int length,
      float[] y,
      int yAt,
      int yPitch) {
    for (int i = 0; i < n; i++) {
      int to = yAt + i * yPitch;
      for (int c = 0; c < length; c++) {
        float sum = 0;
        for (int t = 0; t < taps; t++) {
          sum += weights[t * n + i] * x[xAt + index[t * n + i] + c];
        }
        y[to + c] = sum;
      }
    }
  }

  @Override
  public void rows(
      float[] x,
      int[] at,
      int shift,
      float[] weights,
      int weightAt,
      int weightStep,
      int taps,
      float[] y,
      int yAt,
      int n) {
    for (int t = 0; t < taps; t++) {
      float w = weights[weightAt + t * weightStep];
      int from = at[t] + shift;
      if (t == 0) {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = w * x[from + i];
        }
      } else {
        for (int i = 0; i < n; i++) {
          y[yAt + i] += w * x[from + i];
        }
      }
    }
  }
}
