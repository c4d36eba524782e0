package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.MatrixVectorKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Products of a vector with a matrix, four vectors at a time. */
public final class VectorMatrixVector implements MatrixVectorKernels {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  @Override
  public void dots(
      int r0, int r1, int k, float[] a, int aAt, float[] b, int bAt, int ldb, float[] y, int yAt) {
    int r = r0;
    for (; r + 4 <= r1; r += 4) {
      dots4(k, a, aAt, b, bAt + r * ldb, ldb, y, yAt + r);
    }
    for (; r < r1; r++) {
      dot(k, a, aAt, b, bAt + r * ldb, y, yAt + r);
    }
  }

  private static void dots4(
      int k, float[] a, int aAt, float[] b, int bAt, int ldb, float[] y, int yAt) {
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    int whole = S.loopBound(k);
    for (int i = 0; i < whole; i += L) {
      FloatVector x = FloatVector.fromArray(S, a, aAt + i);
      c0 = x.fma(FloatVector.fromArray(S, b, bAt + i), c0);
      c1 = x.fma(FloatVector.fromArray(S, b, bAt + ldb + i), c1);
      c2 = x.fma(FloatVector.fromArray(S, b, bAt + 2 * ldb + i), c2);
      c3 = x.fma(FloatVector.fromArray(S, b, bAt + 3 * ldb + i), c3);
    }
    if (whole < k) {
      VectorMask<Float> rest = S.indexInRange(whole, k);
      FloatVector x = FloatVector.fromArray(S, a, aAt + whole, rest);
      c0 = x.fma(FloatVector.fromArray(S, b, bAt + whole, rest), c0);
      c1 = x.fma(FloatVector.fromArray(S, b, bAt + ldb + whole, rest), c1);
      c2 = x.fma(FloatVector.fromArray(S, b, bAt + 2 * ldb + whole, rest), c2);
      c3 = x.fma(FloatVector.fromArray(S, b, bAt + 3 * ldb + whole, rest), c3);
    }
    y[yAt] = c0.reduceLanes(VectorOperators.ADD);
    y[yAt + 1] = c1.reduceLanes(VectorOperators.ADD);
    y[yAt + 2] = c2.reduceLanes(VectorOperators.ADD);
    y[yAt + 3] = c3.reduceLanes(VectorOperators.ADD);
  }

  private static void dot(int k, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
    FloatVector c0 = FloatVector.zero(S);
    int whole = S.loopBound(k);
    for (int i = 0; i < whole; i += L) {
      FloatVector x = FloatVector.fromArray(S, a, aAt + i);
      c0 = x.fma(FloatVector.fromArray(S, b, bAt + i), c0);
    }
    if (whole < k) {
      VectorMask<Float> rest = S.indexInRange(whole, k);
      FloatVector x = FloatVector.fromArray(S, a, aAt + whole, rest);
      c0 = x.fma(FloatVector.fromArray(S, b, bAt + whole, rest), c0);
    }
    y[yAt] = c0.reduceLanes(VectorOperators.ADD);
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
    int j = j0;
    for (; j + 4 * L <= j1; j += 4 * L) {
      combine4(rows, a, aAt, b, bAt + j, ldb, y, yAt + j);
    }
    for (; j < j1; j += L) {
      VectorMask<Float> columns = S.indexInRange(j, j1);
      FloatVector c0 = FloatVector.zero(S);
      for (int r = 0; r < rows; r++) {
        FloatVector x = FloatVector.broadcast(S, a[aAt + r]);
        c0 = x.fma(FloatVector.fromArray(S, b, bAt + r * ldb + j, columns), c0);
      }
      c0.intoArray(y, yAt + j, columns);
    }
  }

  private static void combine4(
      int rows, float[] a, int aAt, float[] b, int bAt, int ldb, float[] y, int yAt) {
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    for (int r = 0; r < rows; r++) {
      FloatVector x = FloatVector.broadcast(S, a[aAt + r]);
      int from = bAt + r * ldb;
      c0 = x.fma(FloatVector.fromArray(S, b, from), c0);
      c1 = x.fma(FloatVector.fromArray(S, b, from + L), c1);
      c2 = x.fma(FloatVector.fromArray(S, b, from + 2 * L), c2);
      c3 = x.fma(FloatVector.fromArray(S, b, from + 3 * L), c3);
    }
    c0.intoArray(y, yAt);
    c1.intoArray(y, yAt + L);
    c2.intoArray(y, yAt + 2 * L);
    c3.intoArray(y, yAt + 3 * L);
  }
}
