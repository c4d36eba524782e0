package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.DepthwiseKernels;
import java.util.Arrays;

/** Depthwise convolution and pooling, one number after the other. */
public final class ScalarDepthwise implements DepthwiseKernels {

  private static final int LANES = 8;

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int minRowOutputs() {
    return 1;
  }

  @Override
  public void copyPixels(float[] x, int xAt, int xStep, int n, float[] y, int yAt, int yStep) {
    for (int i = 0; i < n; i++) {
      System.arraycopy(x, xAt + i * xStep, y, yAt + i * yStep, LANES);
    }
  }

  @Override
  public void pad(
      float[] x,
      int xAt,
      int xStep,
      int height,
      int width,
      int top,
      int left,
      float[] y,
      int yAt,
      int yRows,
      int yPixels) {
    for (int i = 0; i < yRows * yPixels; i++) {
      int row = top + i / yPixels;
      int column = i % yPixels - left;
      int to = yAt + i * LANES;
      if (row >= 0 && row < height && column >= 0 && column < width) {
        System.arraycopy(x, xAt + (row * width + column) * xStep, y, to, LANES);
      } else {
        Arrays.fill(y, to, to + LANES, 0f);
      }
    }
  }

  @Override
  public void rows(
      int kernel,
      int stride,
      float[] x,
      int xAt,
      int rowLength,
      int rows,
      int outputs,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float min,
      float max,
      float[] y,
      int yAt,
      int yStep,
      int yRow) {
    for (int o = 0; o < rows * outputs; o++) {
      int first = xAt + o / outputs * stride * rowLength + o % outputs * stride * LANES;
      int to = yAt + o / outputs * yRow + o % outputs * yStep;
      for (int c = 0; c < LANES; c++) {
        float sum = bias[biasAt + c];
        for (int t = 0; t < kernel * kernel; t++) {
          int from = first + t / kernel * rowLength + t % kernel * LANES;
          sum += x[from + c] * w[wAt + t * LANES + c];
        }
        y[to + c] = sum < min ? min : sum > max ? max : sum;
      }
    }
  }

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
