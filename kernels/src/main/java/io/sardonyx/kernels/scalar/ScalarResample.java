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
    if (length == 1) {
      singles(x, xAt, index, weights, taps, n, y, yAt, yPitch);
      return;
    }
    for (int t = 0; t < taps; t++) {
      for (int i = 0; i < n; i++) {
        float w = weights[t * n + i];
        int from = xAt + index[t * n + i];
        int to = yAt + i * yPitch;
        for (int c = 0; c < length; c++) {
          float product = w * x[from + c];
          y[to + c] = t == 0 ? product : y[to + c] + product;
        }
      }
    }
  }

  private static void singles(
      float[] x,
      int xAt,
      int[] index,
      float[] weights,
      int taps,
      int n,
      float[] y,
      int yAt,
      int yPitch) {
    for (int i = 0; i < n; i++) {
      y[yAt + i * yPitch] = weights[i] * x[xAt + index[i]];
    }
    for (int t = 1; t < taps; t++) {
      int e = t * n;
      for (int i = 0; i < n; i++) {
        y[yAt + i * yPitch] += weights[e + i] * x[xAt + index[e + i]];
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
