package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the matrix product for panels of 2 vectors, rows at a constant distance: fp32,
 * any vector width. Written by tools/kernels/gemm.py; change it there.
 */
final class GemmRows2 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /**
   * Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it.
   */
  private static final int CHUNK = 64;

  private GemmRows2() {}

  /**
   * See GemmKernels.rows. Rows of the last tile that do not exist are copies of the last row.
   *
   * @param maxRows most rows of a tile
   */
  static void rows(
      int m0,
      int m1,
      int maxRows,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] w,
      int wAt,
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
    if (maxRows >= 6) {
      for (int m = m0; m < m1; m += 6) {
        tile6(
            m,
            m1 - 1,
            k,
            a,
            aAt,
            lda,
            w,
            wAt,
            c,
            cAt,
            ldc,
            bias,
            biasAt,
            residual,
            residualAt,
            ldr,
            min,
            max);
      }
      return;
    }
    for (int m = m0; m < m1; m += 4) {
      tile4(
          m,
          m1 - 1,
          k,
          a,
          aAt,
          lda,
          w,
          wAt,
          c,
          cAt,
          ldc,
          bias,
          biasAt,
          residual,
          residualAt,
          ldr,
          min,
          max);
    }
  }

  private static void tile6(
      int m,
      int last,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] w,
      int wAt,
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
    int m0 = Math.min(m + 0, last);
    int m1 = Math.min(m + 1, last);
    int m2 = Math.min(m + 2, last);
    int m3 = Math.min(m + 3, last);
    int m4 = Math.min(m + 4, last);
    int m5 = Math.min(m + 5, last);
    FloatVector b0 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 0 * L);
    FloatVector b1 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 1 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    FloatVector c10 = b0;
    FloatVector c11 = b1;
    FloatVector c20 = b0;
    FloatVector c21 = b1;
    FloatVector c30 = b0;
    FloatVector c31 = b1;
    FloatVector c40 = b0;
    FloatVector c41 = b1;
    FloatVector c50 = b0;
    FloatVector c51 = b1;
    int r0 = aAt + m0 * lda;
    int r1 = aAt + m1 * lda;
    int r2 = aAt + m2 * lda;
    int r3 = aAt + m3 * lda;
    int r4 = aAt + m4 * lda;
    int r5 = aAt + m5 * lda;
    int wt = wAt;
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 2 * L + 0 * L);
        FloatVector w1 = FloatVector.fromArray(S, w, wt + (q + p) * 2 * L + 1 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
        c00 = a0.fma(w0, c00);
        c01 = a0.fma(w1, c01);
        FloatVector a1 = FloatVector.broadcast(S, a[r1 + q + p]);
        c10 = a1.fma(w0, c10);
        c11 = a1.fma(w1, c11);
        FloatVector a2 = FloatVector.broadcast(S, a[r2 + q + p]);
        c20 = a2.fma(w0, c20);
        c21 = a2.fma(w1, c21);
        FloatVector a3 = FloatVector.broadcast(S, a[r3 + q + p]);
        c30 = a3.fma(w0, c30);
        c31 = a3.fma(w1, c31);
        FloatVector a4 = FloatVector.broadcast(S, a[r4 + q + p]);
        c40 = a4.fma(w0, c40);
        c41 = a4.fma(w1, c41);
        FloatVector a5 = FloatVector.broadcast(S, a[r5 + q + p]);
        c50 = a5.fma(w0, c50);
        c51 = a5.fma(w1, c51);
      }
    }
    if (residual != null) {
      c00 = c00.add(FloatVector.fromArray(S, residual, residualAt + m0 * ldr + 0 * L));
      c01 = c01.add(FloatVector.fromArray(S, residual, residualAt + m0 * ldr + 1 * L));
      c10 = c10.add(FloatVector.fromArray(S, residual, residualAt + m1 * ldr + 0 * L));
      c11 = c11.add(FloatVector.fromArray(S, residual, residualAt + m1 * ldr + 1 * L));
      c20 = c20.add(FloatVector.fromArray(S, residual, residualAt + m2 * ldr + 0 * L));
      c21 = c21.add(FloatVector.fromArray(S, residual, residualAt + m2 * ldr + 1 * L));
      c30 = c30.add(FloatVector.fromArray(S, residual, residualAt + m3 * ldr + 0 * L));
      c31 = c31.add(FloatVector.fromArray(S, residual, residualAt + m3 * ldr + 1 * L));
      c40 = c40.add(FloatVector.fromArray(S, residual, residualAt + m4 * ldr + 0 * L));
      c41 = c41.add(FloatVector.fromArray(S, residual, residualAt + m4 * ldr + 1 * L));
      c50 = c50.add(FloatVector.fromArray(S, residual, residualAt + m5 * ldr + 0 * L));
      c51 = c51.add(FloatVector.fromArray(S, residual, residualAt + m5 * ldr + 1 * L));
    }
    if (min > Float.NEGATIVE_INFINITY) {
      FloatVector low = FloatVector.broadcast(S, min);
      c00 = c00.blend(low, c00.compare(VectorOperators.LT, low));
      c01 = c01.blend(low, c01.compare(VectorOperators.LT, low));
      c10 = c10.blend(low, c10.compare(VectorOperators.LT, low));
      c11 = c11.blend(low, c11.compare(VectorOperators.LT, low));
      c20 = c20.blend(low, c20.compare(VectorOperators.LT, low));
      c21 = c21.blend(low, c21.compare(VectorOperators.LT, low));
      c30 = c30.blend(low, c30.compare(VectorOperators.LT, low));
      c31 = c31.blend(low, c31.compare(VectorOperators.LT, low));
      c40 = c40.blend(low, c40.compare(VectorOperators.LT, low));
      c41 = c41.blend(low, c41.compare(VectorOperators.LT, low));
      c50 = c50.blend(low, c50.compare(VectorOperators.LT, low));
      c51 = c51.blend(low, c51.compare(VectorOperators.LT, low));
    }
    if (max < Float.POSITIVE_INFINITY) {
      FloatVector high = FloatVector.broadcast(S, max);
      c00 = c00.blend(high, c00.compare(VectorOperators.GT, high));
      c01 = c01.blend(high, c01.compare(VectorOperators.GT, high));
      c10 = c10.blend(high, c10.compare(VectorOperators.GT, high));
      c11 = c11.blend(high, c11.compare(VectorOperators.GT, high));
      c20 = c20.blend(high, c20.compare(VectorOperators.GT, high));
      c21 = c21.blend(high, c21.compare(VectorOperators.GT, high));
      c30 = c30.blend(high, c30.compare(VectorOperators.GT, high));
      c31 = c31.blend(high, c31.compare(VectorOperators.GT, high));
      c40 = c40.blend(high, c40.compare(VectorOperators.GT, high));
      c41 = c41.blend(high, c41.compare(VectorOperators.GT, high));
      c50 = c50.blend(high, c50.compare(VectorOperators.GT, high));
      c51 = c51.blend(high, c51.compare(VectorOperators.GT, high));
    }
    c00.intoArray(c, cAt + m0 * ldc + 0 * L);
    c01.intoArray(c, cAt + m0 * ldc + 1 * L);
    c10.intoArray(c, cAt + m1 * ldc + 0 * L);
    c11.intoArray(c, cAt + m1 * ldc + 1 * L);
    c20.intoArray(c, cAt + m2 * ldc + 0 * L);
    c21.intoArray(c, cAt + m2 * ldc + 1 * L);
    c30.intoArray(c, cAt + m3 * ldc + 0 * L);
    c31.intoArray(c, cAt + m3 * ldc + 1 * L);
    c40.intoArray(c, cAt + m4 * ldc + 0 * L);
    c41.intoArray(c, cAt + m4 * ldc + 1 * L);
    c50.intoArray(c, cAt + m5 * ldc + 0 * L);
    c51.intoArray(c, cAt + m5 * ldc + 1 * L);
  }

  private static void tile4(
      int m,
      int last,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] w,
      int wAt,
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
    int m0 = Math.min(m + 0, last);
    int m1 = Math.min(m + 1, last);
    int m2 = Math.min(m + 2, last);
    int m3 = Math.min(m + 3, last);
    FloatVector b0 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 0 * L);
    FloatVector b1 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 1 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    FloatVector c10 = b0;
    FloatVector c11 = b1;
    FloatVector c20 = b0;
    FloatVector c21 = b1;
    FloatVector c30 = b0;
    FloatVector c31 = b1;
    int r0 = aAt + m0 * lda;
    int r1 = aAt + m1 * lda;
    int r2 = aAt + m2 * lda;
    int r3 = aAt + m3 * lda;
    int wt = wAt;
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 2 * L + 0 * L);
        FloatVector w1 = FloatVector.fromArray(S, w, wt + (q + p) * 2 * L + 1 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
        c00 = a0.fma(w0, c00);
        c01 = a0.fma(w1, c01);
        FloatVector a1 = FloatVector.broadcast(S, a[r1 + q + p]);
        c10 = a1.fma(w0, c10);
        c11 = a1.fma(w1, c11);
        FloatVector a2 = FloatVector.broadcast(S, a[r2 + q + p]);
        c20 = a2.fma(w0, c20);
        c21 = a2.fma(w1, c21);
        FloatVector a3 = FloatVector.broadcast(S, a[r3 + q + p]);
        c30 = a3.fma(w0, c30);
        c31 = a3.fma(w1, c31);
      }
    }
    if (residual != null) {
      c00 = c00.add(FloatVector.fromArray(S, residual, residualAt + m0 * ldr + 0 * L));
      c01 = c01.add(FloatVector.fromArray(S, residual, residualAt + m0 * ldr + 1 * L));
      c10 = c10.add(FloatVector.fromArray(S, residual, residualAt + m1 * ldr + 0 * L));
      c11 = c11.add(FloatVector.fromArray(S, residual, residualAt + m1 * ldr + 1 * L));
      c20 = c20.add(FloatVector.fromArray(S, residual, residualAt + m2 * ldr + 0 * L));
      c21 = c21.add(FloatVector.fromArray(S, residual, residualAt + m2 * ldr + 1 * L));
      c30 = c30.add(FloatVector.fromArray(S, residual, residualAt + m3 * ldr + 0 * L));
      c31 = c31.add(FloatVector.fromArray(S, residual, residualAt + m3 * ldr + 1 * L));
    }
    if (min > Float.NEGATIVE_INFINITY) {
      FloatVector low = FloatVector.broadcast(S, min);
      c00 = c00.blend(low, c00.compare(VectorOperators.LT, low));
      c01 = c01.blend(low, c01.compare(VectorOperators.LT, low));
      c10 = c10.blend(low, c10.compare(VectorOperators.LT, low));
      c11 = c11.blend(low, c11.compare(VectorOperators.LT, low));
      c20 = c20.blend(low, c20.compare(VectorOperators.LT, low));
      c21 = c21.blend(low, c21.compare(VectorOperators.LT, low));
      c30 = c30.blend(low, c30.compare(VectorOperators.LT, low));
      c31 = c31.blend(low, c31.compare(VectorOperators.LT, low));
    }
    if (max < Float.POSITIVE_INFINITY) {
      FloatVector high = FloatVector.broadcast(S, max);
      c00 = c00.blend(high, c00.compare(VectorOperators.GT, high));
      c01 = c01.blend(high, c01.compare(VectorOperators.GT, high));
      c10 = c10.blend(high, c10.compare(VectorOperators.GT, high));
      c11 = c11.blend(high, c11.compare(VectorOperators.GT, high));
      c20 = c20.blend(high, c20.compare(VectorOperators.GT, high));
      c21 = c21.blend(high, c21.compare(VectorOperators.GT, high));
      c30 = c30.blend(high, c30.compare(VectorOperators.GT, high));
      c31 = c31.blend(high, c31.compare(VectorOperators.GT, high));
    }
    c00.intoArray(c, cAt + m0 * ldc + 0 * L);
    c01.intoArray(c, cAt + m0 * ldc + 1 * L);
    c10.intoArray(c, cAt + m1 * ldc + 0 * L);
    c11.intoArray(c, cAt + m1 * ldc + 1 * L);
    c20.intoArray(c, cAt + m2 * ldc + 0 * L);
    c21.intoArray(c, cAt + m2 * ldc + 1 * L);
    c30.intoArray(c, cAt + m3 * ldc + 0 * L);
    c31.intoArray(c, cAt + m3 * ldc + 1 * L);
  }
}
