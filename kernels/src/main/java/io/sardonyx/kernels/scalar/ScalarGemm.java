package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.GemmKernels;

/** Matrix products, one number after the other. */
public final class ScalarGemm implements GemmKernels {

  private static final int WIDTH = 8;

  @Override
  public int lanes() {
    return WIDTH;
  }

  @Override
  public int panelWidth(int remainingColumns) {
    return WIDTH;
  }

  @Override
  public void rows(
      int m0,
      int m1,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] panel,
      int panelAt,
      int panelStride,
      int width,
      int columns,
      float[] c,
      int cAt,
      int ldc,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      int ldr,
      float min,
      float max) {
    float[] sums = new float[width];
    for (int j = 0; j < columns; j += width) {
      int at = panelAt + j / width * panelStride;
      for (int m = m0; m < m1; m++) {
        start(sums, bias, biasAt + j);
        accumulate(sums, a, aAt + m * lda, k, panel, at);
        int to = cAt + m * ldc + j;
        store(sums, columns - j, c, to, residual, residualAt + m * ldr + j, min, max);
      }
    }
  }

  @Override
  public void indirect(
      int m0,
      int m1,
      int taps,
      int k,
      float[] a,
      int aAt,
      int zeroAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] panel,
      int panelAt,
      int panelStride,
      int width,
      int columns,
      float[] c,
      int cAt,
      int ldc,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      int ldr,
      float min,
      float max) {
    float[] sums = new float[width];
    for (int j = 0; j < columns; j += width) {
      int at = panelAt + j / width * panelStride;
      for (int m = m0; m < m1; m++) {
        start(sums, bias, biasAt + j);
        for (int t = 0; t < taps; t++) {
          int row = table[tableAt + t * tableStride + m];
          int from = row < 0 ? zeroAt : aAt + row;
          accumulate(sums, a, from, k, panel, at + t * k * width);
        }
        int to = cAt + m * ldc + j;
        store(sums, columns - j, c, to, residual, residualAt + m * ldr + j, min, max);
      }
    }
  }

  private static void start(float[] sums, float[] bias, int biasAt) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] = bias == null ? 0 : bias[biasAt + j];
    }
  }

  private static void accumulate(
      float[] sums, float[] a, int aAt, int k, float[] panel, int panelAt) {
    for (int i = 0; i < k; i++) {
      float x = a[aAt + i];
      for (int j = 0; j < sums.length; j++) {
        sums[j] += x * panel[panelAt + i * sums.length + j];
      }
    }
  }

  private static void store(
      float[] sums,
      int columns,
      float[] c,
      int cAt,
      float[] residual,
      int residualAt,
      float min,
      float max) {
    for (int j = 0; j < Math.min(sums.length, columns); j++) {
      float x = residual == null ? sums[j] : sums[j] + residual[residualAt + j];
      c[cAt + j] = x < min ? min : x > max ? max : x;
    }
  }
}
