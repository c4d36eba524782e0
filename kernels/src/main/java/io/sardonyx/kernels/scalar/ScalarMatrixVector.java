package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.MatrixVectorKernels;

/** Products of a vector with a matrix, one number after the other. */
public final class ScalarMatrixVector implements MatrixVectorKernels {

  @Override
  public void dots(
      int r0, int r1, int k, float[] a, int aAt, float[] b, int bAt, int ldb, float[] y, int yAt) {
    for (int r = r0; r < r1; r++) {
      float sum = 0;
      for (int i = 0; i < k; i++) {
        sum += a[aAt + i] * b[bAt + r * ldb + i];
      }
      y[yAt + r] = sum;
    }
  }

  @Override
  public void combine(
      int rows,
      int j0,
      int j1,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int ldb,
      float[] y,
      int yAt) {
    for (int j = j0; j < j1; j++) {
      y[yAt + j] = 0;
    }
    for (int r = 0; r < rows; r++) {
      float x = a[aAt + r];
      for (int j = j0; j < j1; j++) {
        y[yAt + j] += x * b[bAt + r * ldb + j];
      }
    }
  }
}
