package io.sardonyx.kernels;

/**
 * Matrix products of integers, modulo 2^64, with the packed panels of {@link GemmKernels}, {@value
 * #WIDTH} columns each. The low bits are right for narrower integers too.
 */
public final class LongGemm {

  /** Columns of every panel. */
  public static final int WIDTH = 4;

  private LongGemm() {}

  /** See {@link GemmKernels#rows}; there is no clamp. */
  public static void rows(
      int m0,
      int m1,
      int k,
      long[] a,
      int aAt,
      int lda,
      long[] panel,
      int panelAt,
      int columns,
      long[] c,
      int cAt,
      int ldc,
      long[] bias,
      int biasAt,
      long[] residual,
      int residualAt,
      int ldr) {
    for (int m = m0; m < m1; m++) {
      int row = aAt + m * lda;
      long c0 = 0;
      long c1 = 0;
      long c2 = 0;
      long c3 = 0;
      for (int i = 0; i < k; i++) {
        long x = a[row + i];
        int w = panelAt + i * WIDTH;
        c0 += x * panel[w];
        c1 += x * panel[w + 1];
        c2 += x * panel[w + 2];
        c3 += x * panel[w + 3];
      }
      for (int j = 0; j < columns; j++) {
        long sum = j == 0 ? c0 : j == 1 ? c1 : j == 2 ? c2 : c3;
        if (bias != null) {
          sum += bias[biasAt + j];
        }
        if (residual != null) {
          sum += residual[residualAt + m * ldr + j];
        }
        c[cAt + m * ldc + j] = sum;
      }
    }
  }
}
