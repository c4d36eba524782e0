package io.sardonyx.kernels;

/**
 * Products of a vector with a matrix as it lies in memory: for the few products that read their
 * matrix only once, so that packing it would cost more than it saves.
 */
public interface MatrixVectorKernels {

  /**
   * Dot products with rows: sets {@code y[yAt + r]} to the sum over i in [0, k) of {@code a[aAt +
   * i] * b[bAt + r * ldb + i]}, for r in [r0, r1). Each is the same however the rows are split.
   */
  void dots(
      int r0, int r1, int k, float[] a, int aAt, float[] b, int bAt, int ldb, float[] y, int yAt);

  /**
   * A combination of rows: sets {@code y[yAt + j]} to the sum over r in [0, rows) of {@code a[aAt +
   * r] * b[bAt + r * ldb + j]}, for j in [j0, j1).
   */
  void combine(
      int rows,
      int j0,
      int j1,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int ldb,
      float[] y,
      int yAt);
}
