package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.DepthwiseKernels;

/** Depthwise convolution and pooling, one number after the other. */
public final class ScalarDepthwise implements DepthwiseKernels {

  @Override
  public void convolve(
      int m0,
      int m1,
      int taps,
      int channels,
      float[] x,
      int xAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] w,
      int wAt,
      int wPitch,
      float[] y,
      int yAt,
      int ldy,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      int ldr,
      float min,
      float max) {
    for (int m = m0; m < m1; m++) {
      for (int c = 0; c < channels; c++) {
        float sum = bias[biasAt + c];
        for (int t = 0; t < taps; t++) {
          int from = table[tableAt + t * tableStride + m];
          if (from >= 0) {
            sum += x[xAt + from + c] * w[wAt + t * wPitch + c];
          }
        }
        if (residual != null) {
          sum += residual[residualAt + m * ldr + c];
        }
        y[yAt + m * ldy + c] = sum < min ? min : sum > max ? max : sum;
      }
    }
  }

  @Override
  public void maxPool(
      int m0,
      int m1,
      int taps,
      int channels,
      float[] x,
      int xAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] y,
      int yAt,
      int ldy) {
    for (int m = m0; m < m1; m++) {
      for (int c = 0; c < channels; c++) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int t = 0; t < taps; t++) {
          int from = table[tableAt + t * tableStride + m];
          if (from >= 0) {
            largest = Math.max(largest, x[xAt + from + c]);
          }
        }
        y[yAt + m * ldy + c] = largest;
      }
    }
  }

  @Override
  public void sumPool(
      int m0,
      int m1,
      int taps,
      int channels,
      float[] x,
      int xAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] scales,
      int scaleAt,
      float[] y,
      int yAt,
      int ldy) {
    for (int m = m0; m < m1; m++) {
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        for (int t = 0; t < taps; t++) {
          int from = table[tableAt + t * tableStride + m];
          if (from >= 0) {
            sum += x[xAt + from + c];
          }
        }
        y[yAt + m * ldy + c] = sum * scales[scaleAt + m];
      }
    }
  }
}
