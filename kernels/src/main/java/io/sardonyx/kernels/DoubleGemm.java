package io.sardonyx.kernels;

/**
 * Matrix products in double precision, with the packed panels of {@link GemmKernels}, {@value
 * #WIDTH} columns each. Plain loops: double is rare in models.
 */
public final class DoubleGemm {

  /** Columns of every panel. */
  public static final int WIDTH = 4;

  private DoubleGemm() {}

  /** See {@link GemmKernels#rows}. */
  public static void rows(
      int m0,
      int m1,
      int k,
      double[] a,
      int aAt,
      int lda,
      double[] panel,
      int panelAt,
      int columns,
      double[] c,
      int cAt,
      int ldc,
      double[] bias,
      int biasAt,
      double[] residual,
      int residualAt,
      int ldr,
      double min,
      double max) {
    for (int m = m0; m < m1; m++) {
      int row = aAt + m * lda;
      double c0 = 0;
      double c1 = 0;
      double c2 = 0;
      double c3 = 0;
      for (int i = 0; i < k; i++) {
        double x = a[row + i];
        int w = panelAt + i * WIDTH;
        c0 += x * panel[w];
        c1 += x * panel[w + 1];
        c2 += x * panel[w + 2];
        c3 += x * panel[w + 3];
      }
      for (int j = 0; j < columns; j++) {
        double sum = j == 0 ? c0 : j == 1 ? c1 : j == 2 ? c2 : c3;
        if (bias != null) {
          sum += bias[biasAt + j];
        }
        if (residual != null) {
          sum += residual[residualAt + m * ldr + j];
        }
        c[cAt + m * ldc + j] = sum < min ? min : sum > max ? max : sum;
      }
    }
  }
}
