package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.WinogradKernels;

/** Winograd's transforms as products with small matrices. */
public final class ScalarWinograd implements WinogradKernels {

  private static final float[][] INPUT2 = {
    {1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}
  };

  private static final float[][] OUTPUT2 = {{1, 1, 1, 0}, {0, 1, -1, -1}};

  private static final float A = NEAR_POINT;
  private static final float B = FAR_POINT;
  private static final float A2 = A * A;
  private static final float B2 = B * B;

  private static final float[][] INPUT4 = {
    {A2 * B2, 0, -(A2 + B2), 0, 1, 0},
    {0, -A * B2, -B2, A, 1, 0},
    {0, A * B2, -B2, -A, 1, 0},
    {0, -A2 * B, -A2, B, 1, 0},
    {0, A2 * B, -A2, -B, 1, 0},
    {0, A2 * B2, 0, -(A2 + B2), 0, 1}
  };

  private static final float[][] OUTPUT4 = {
    {1, 1, 1, 1, 1, 0},
    {0, A, -A, B, -B, 0},
    {0, A2, A2, B2, B2, 0},
    {0, A * A2, -A * A2, B * B2, -B * B2, 1}
  };

  @Override
  public void input(
      int m,
      float[] x,
      int[] from,
      int fromAt,
      int fromStride,
      int channels,
      float[] y,
      int yAt,
      int yStride) {
    float[][] t = m == 2 ? INPUT2 : INPUT4;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < t.length; i++) {
        float sum = 0;
        for (int j = 0; j < t.length; j++) {
          sum += t[i][j] == 0 ? 0 : t[i][j] * x[from[fromAt + j * fromStride] + c];
        }
        y[yAt + i * yStride + c] = sum;
      }
    }
  }

  @Override
  public void input(
      int m, float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride) {
    transform(m == 2 ? INPUT2 : INPUT4, x, xAt, xStride, channels, y, yAt, yStride);
  }

  @Override
  public void output(
      int m, float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride) {
    transform(m == 2 ? OUTPUT2 : OUTPUT4, x, xAt, xStride, channels, y, yAt, yStride);
  }

  /** Results may overwrite what they come from: a channel is read before it is written. */
  private static void transform(
      float[][] t, float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride) {
    float[] sums = new float[t.length];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < t.length; i++) {
        sums[i] = 0;
        for (int j = 0; j < t[i].length; j++) {
          sums[i] += t[i][j] == 0 ? 0 : t[i][j] * x[xAt + j * xStride + c];
        }
      }
      for (int i = 0; i < t.length; i++) {
        y[yAt + i * yStride + c] = sums[i];
      }
    }
  }

  @Override
  public void finish(
      float[] x,
      int xAt,
      int channels,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      float[] y,
      int yAt,
      float min,
      float max) {
    for (int c = 0; c < channels; c++) {
      float sum = x[xAt + c] + bias[biasAt + c];
      if (residual != null) {
        sum += residual[residualAt + c];
      }
      y[yAt + c] = sum < min ? min : sum > max ? max : sum;
    }
  }
}
