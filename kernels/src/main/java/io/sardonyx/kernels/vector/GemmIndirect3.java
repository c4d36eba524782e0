package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the matrix product for panels of 3 vectors, rows gathered through a table:
 * fp32, any vector width. Written by tools/kernels/gemm.py; change it there.
 */
final class GemmIndirect3 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /**
   * Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it.
   */
  private static final int CHUNK = 64;

  private GemmIndirect3() {}

  /**
   * See GemmKernels.indirect. Rows of the last tile that do not exist are copies of the last row.
   */
  static void indirect(
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
    for (int m = m0; m < m1; m += 4) {
      tile4(
          m,
          m1 - 1,
          taps,
          k,
          a,
          aAt,
          zeroAt,
          table,
          tableAt,
          tableStride,
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

  private static void tile4(
      int m,
      int last,
      int taps,
      int k,
      float[] a,
      int aAt,
      int zeroAt,
      int[] table,
      int tableAt,
      int tableStride,
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
    FloatVector b2 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 2 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    FloatVector c02 = b2;
    FloatVector c10 = b0;
    FloatVector c11 = b1;
    FloatVector c12 = b2;
    FloatVector c20 = b0;
    FloatVector c21 = b1;
    FloatVector c22 = b2;
    FloatVector c30 = b0;
    FloatVector c31 = b1;
    FloatVector c32 = b2;
    for (int t = 0; t < taps; t++) {
      int row = tableAt + t * tableStride;
      int t0 = table[row + m0];
      int r0 = t0 < 0 ? zeroAt : aAt + t0;
      int t1 = table[row + m1];
      int r1 = t1 < 0 ? zeroAt : aAt + t1;
      int t2 = table[row + m2];
      int r2 = t2 < 0 ? zeroAt : aAt + t2;
      int t3 = table[row + m3];
      int r3 = t3 < 0 ? zeroAt : aAt + t3;
      int wt = wAt + t * k * 3 * L;
      for (int q = 0; q < k; q += CHUNK) {
        int n = Math.min(CHUNK, k - q);
        for (int p = 0; p < n; p++) {
          FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 3 * L + 0 * L);
          FloatVector w1 = FloatVector.fromArray(S, w, wt + (q + p) * 3 * L + 1 * L);
          FloatVector w2 = FloatVector.fromArray(S, w, wt + (q + p) * 3 * L + 2 * L);
          FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
          c00 = a0.fma(w0, c00);
          c01 = a0.fma(w1, c01);
          c02 = a0.fma(w2, c02);
          FloatVector a1 = FloatVector.broadcast(S, a[r1 + q + p]);
          c10 = a1.fma(w0, c10);
          c11 = a1.fma(w1, c11);
          c12 = a1.fma(w2, c12);
          FloatVector a2 = FloatVector.broadcast(S, a[r2 + q + p]);
          c20 = a2.fma(w0, c20);
          c21 = a2.fma(w1, c21);
          c22 = a2.fma(w2, c22);
          FloatVector a3 = FloatVector.broadcast(S, a[r3 + q + p]);
          c30 = a3.fma(w0, c30);
          c31 = a3.fma(w1, c31);
          c32 = a3.fma(w2, c32);
        }
      }
    }
    if (residual != null) {
      c00 = c00.add(FloatVector.fromArray(S, residual, residualAt + m0 * ldr + 0 * L));
      c01 = c01.add(FloatVector.fromArray(S, residual, residualAt + m0 * ldr + 1 * L));
      c02 = c02.add(FloatVector.fromArray(S, residual, residualAt + m0 * ldr + 2 * L));
      c10 = c10.add(FloatVector.fromArray(S, residual, residualAt + m1 * ldr + 0 * L));
      c11 = c11.add(FloatVector.fromArray(S, residual, residualAt + m1 * ldr + 1 * L));
      c12 = c12.add(FloatVector.fromArray(S, residual, residualAt + m1 * ldr + 2 * L));
      c20 = c20.add(FloatVector.fromArray(S, residual, residualAt + m2 * ldr + 0 * L));
      c21 = c21.add(FloatVector.fromArray(S, residual, residualAt + m2 * ldr + 1 * L));
      c22 = c22.add(FloatVector.fromArray(S, residual, residualAt + m2 * ldr + 2 * L));
      c30 = c30.add(FloatVector.fromArray(S, residual, residualAt + m3 * ldr + 0 * L));
      c31 = c31.add(FloatVector.fromArray(S, residual, residualAt + m3 * ldr + 1 * L));
      c32 = c32.add(FloatVector.fromArray(S, residual, residualAt + m3 * ldr + 2 * L));
    }
    if (min > Float.NEGATIVE_INFINITY) {
      FloatVector low = FloatVector.broadcast(S, min);
      c00 = c00.blend(low, c00.compare(VectorOperators.LT, low));
      c01 = c01.blend(low, c01.compare(VectorOperators.LT, low));
      c02 = c02.blend(low, c02.compare(VectorOperators.LT, low));
      c10 = c10.blend(low, c10.compare(VectorOperators.LT, low));
      c11 = c11.blend(low, c11.compare(VectorOperators.LT, low));
      c12 = c12.blend(low, c12.compare(VectorOperators.LT, low));
      c20 = c20.blend(low, c20.compare(VectorOperators.LT, low));
      c21 = c21.blend(low, c21.compare(VectorOperators.LT, low));
      c22 = c22.blend(low, c22.compare(VectorOperators.LT, low));
      c30 = c30.blend(low, c30.compare(VectorOperators.LT, low));
      c31 = c31.blend(low, c31.compare(VectorOperators.LT, low));
      c32 = c32.blend(low, c32.compare(VectorOperators.LT, low));
    }
    if (max < Float.POSITIVE_INFINITY) {
      FloatVector high = FloatVector.broadcast(S, max);
      c00 = c00.blend(high, c00.compare(VectorOperators.GT, high));
      c01 = c01.blend(high, c01.compare(VectorOperators.GT, high));
      c02 = c02.blend(high, c02.compare(VectorOperators.GT, high));
      c10 = c10.blend(high, c10.compare(VectorOperators.GT, high));
      c11 = c11.blend(high, c11.compare(VectorOperators.GT, high));
      c12 = c12.blend(high, c12.compare(VectorOperators.GT, high));
      c20 = c20.blend(high, c20.compare(VectorOperators.GT, high));
      c21 = c21.blend(high, c21.compare(VectorOperators.GT, high));
      c22 = c22.blend(high, c22.compare(VectorOperators.GT, high));
      c30 = c30.blend(high, c30.compare(VectorOperators.GT, high));
      c31 = c31.blend(high, c31.compare(VectorOperators.GT, high));
      c32 = c32.blend(high, c32.compare(VectorOperators.GT, high));
    }
    c00.intoArray(c, cAt + m0 * ldc + 0 * L);
    c01.intoArray(c, cAt + m0 * ldc + 1 * L);
    c02.intoArray(c, cAt + m0 * ldc + 2 * L);
    c10.intoArray(c, cAt + m1 * ldc + 0 * L);
    c11.intoArray(c, cAt + m1 * ldc + 1 * L);
    c12.intoArray(c, cAt + m1 * ldc + 2 * L);
    c20.intoArray(c, cAt + m2 * ldc + 0 * L);
    c21.intoArray(c, cAt + m2 * ldc + 1 * L);
    c22.intoArray(c, cAt + m2 * ldc + 2 * L);
    c30.intoArray(c, cAt + m3 * ldc + 0 * L);
    c31.intoArray(c, cAt + m3 * ldc + 1 * L);
    c32.intoArray(c, cAt + m3 * ldc + 2 * L);
  }
}
