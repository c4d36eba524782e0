package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the matrix product for panels of 1 vector, rows gathered through a table: fp32,
 * any vector width. Written by tools/kernels/gemm.py; change it there.
 */
final class GemmIndirect1 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /**
   * Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it.
   */
  private static final int CHUNK = 64;

  private GemmIndirect1() {}

  /**
   * See GemmKernels.indirect. Rows of the last tile that do not exist are copies of the last row.
   *
   * @param maxRows most rows of a tile
   */
  static void indirect(
      int m0,
      int m1,
      int maxRows,
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
    if (maxRows >= 12) {
      for (int m = m0; m < m1; m += 12) {
        tile12(
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
            width,
            columns,
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
    for (int m = m0; m < m1; m += 8) {
      tile8(
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
          width,
          columns,
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

  private static void tile12(
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
    int m0 = Math.min(m + 0, last);
    int m1 = Math.min(m + 1, last);
    int m2 = Math.min(m + 2, last);
    int m3 = Math.min(m + 3, last);
    int m4 = Math.min(m + 4, last);
    int m5 = Math.min(m + 5, last);
    int m6 = Math.min(m + 6, last);
    int m7 = Math.min(m + 7, last);
    int m8 = Math.min(m + 8, last);
    int m9 = Math.min(m + 9, last);
    int m10 = Math.min(m + 10, last);
    int m11 = Math.min(m + 11, last);
    VectorMask<Float> mask = S.indexInRange(0, columns);
    FloatVector b0 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 0 * L);
    FloatVector c00 = b0;
    FloatVector c10 = b0;
    FloatVector c20 = b0;
    FloatVector c30 = b0;
    FloatVector c40 = b0;
    FloatVector c50 = b0;
    FloatVector c60 = b0;
    FloatVector c70 = b0;
    FloatVector c80 = b0;
    FloatVector c90 = b0;
    FloatVector c100 = b0;
    FloatVector c110 = b0;
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
      int t4 = table[row + m4];
      int r4 = t4 < 0 ? zeroAt : aAt + t4;
      int t5 = table[row + m5];
      int r5 = t5 < 0 ? zeroAt : aAt + t5;
      int t6 = table[row + m6];
      int r6 = t6 < 0 ? zeroAt : aAt + t6;
      int t7 = table[row + m7];
      int r7 = t7 < 0 ? zeroAt : aAt + t7;
      int t8 = table[row + m8];
      int r8 = t8 < 0 ? zeroAt : aAt + t8;
      int t9 = table[row + m9];
      int r9 = t9 < 0 ? zeroAt : aAt + t9;
      int t10 = table[row + m10];
      int r10 = t10 < 0 ? zeroAt : aAt + t10;
      int t11 = table[row + m11];
      int r11 = t11 < 0 ? zeroAt : aAt + t11;
      int wt = wAt + t * k * width;
      for (int q = 0; q < k; q += CHUNK) {
        int n = Math.min(CHUNK, k - q);
        for (int p = 0; p < n; p++) {
          FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * width + 0 * L);
          FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
          c00 = a0.fma(w0, c00);
          FloatVector a1 = FloatVector.broadcast(S, a[r1 + q + p]);
          c10 = a1.fma(w0, c10);
          FloatVector a2 = FloatVector.broadcast(S, a[r2 + q + p]);
          c20 = a2.fma(w0, c20);
          FloatVector a3 = FloatVector.broadcast(S, a[r3 + q + p]);
          c30 = a3.fma(w0, c30);
          FloatVector a4 = FloatVector.broadcast(S, a[r4 + q + p]);
          c40 = a4.fma(w0, c40);
          FloatVector a5 = FloatVector.broadcast(S, a[r5 + q + p]);
          c50 = a5.fma(w0, c50);
          FloatVector a6 = FloatVector.broadcast(S, a[r6 + q + p]);
          c60 = a6.fma(w0, c60);
          FloatVector a7 = FloatVector.broadcast(S, a[r7 + q + p]);
          c70 = a7.fma(w0, c70);
          FloatVector a8 = FloatVector.broadcast(S, a[r8 + q + p]);
          c80 = a8.fma(w0, c80);
          FloatVector a9 = FloatVector.broadcast(S, a[r9 + q + p]);
          c90 = a9.fma(w0, c90);
          FloatVector a10 = FloatVector.broadcast(S, a[r10 + q + p]);
          c100 = a10.fma(w0, c100);
          FloatVector a11 = FloatVector.broadcast(S, a[r11 + q + p]);
          c110 = a11.fma(w0, c110);
        }
      }
    }
    if (residual != null) {
      c00 = c00.add(FloatVector.fromArray(S, residual, residualAt + m0 * ldr + 0 * L, mask));
      c10 = c10.add(FloatVector.fromArray(S, residual, residualAt + m1 * ldr + 0 * L, mask));
      c20 = c20.add(FloatVector.fromArray(S, residual, residualAt + m2 * ldr + 0 * L, mask));
      c30 = c30.add(FloatVector.fromArray(S, residual, residualAt + m3 * ldr + 0 * L, mask));
      c40 = c40.add(FloatVector.fromArray(S, residual, residualAt + m4 * ldr + 0 * L, mask));
      c50 = c50.add(FloatVector.fromArray(S, residual, residualAt + m5 * ldr + 0 * L, mask));
      c60 = c60.add(FloatVector.fromArray(S, residual, residualAt + m6 * ldr + 0 * L, mask));
      c70 = c70.add(FloatVector.fromArray(S, residual, residualAt + m7 * ldr + 0 * L, mask));
      c80 = c80.add(FloatVector.fromArray(S, residual, residualAt + m8 * ldr + 0 * L, mask));
      c90 = c90.add(FloatVector.fromArray(S, residual, residualAt + m9 * ldr + 0 * L, mask));
      c100 = c100.add(FloatVector.fromArray(S, residual, residualAt + m10 * ldr + 0 * L, mask));
      c110 = c110.add(FloatVector.fromArray(S, residual, residualAt + m11 * ldr + 0 * L, mask));
    }
    if (min > Float.NEGATIVE_INFINITY) {
      FloatVector low = FloatVector.broadcast(S, min);
      c00 = c00.blend(low, c00.compare(VectorOperators.LT, low));
      c10 = c10.blend(low, c10.compare(VectorOperators.LT, low));
      c20 = c20.blend(low, c20.compare(VectorOperators.LT, low));
      c30 = c30.blend(low, c30.compare(VectorOperators.LT, low));
      c40 = c40.blend(low, c40.compare(VectorOperators.LT, low));
      c50 = c50.blend(low, c50.compare(VectorOperators.LT, low));
      c60 = c60.blend(low, c60.compare(VectorOperators.LT, low));
      c70 = c70.blend(low, c70.compare(VectorOperators.LT, low));
      c80 = c80.blend(low, c80.compare(VectorOperators.LT, low));
      c90 = c90.blend(low, c90.compare(VectorOperators.LT, low));
      c100 = c100.blend(low, c100.compare(VectorOperators.LT, low));
      c110 = c110.blend(low, c110.compare(VectorOperators.LT, low));
    }
    if (max < Float.POSITIVE_INFINITY) {
      FloatVector high = FloatVector.broadcast(S, max);
      c00 = c00.blend(high, c00.compare(VectorOperators.GT, high));
      c10 = c10.blend(high, c10.compare(VectorOperators.GT, high));
      c20 = c20.blend(high, c20.compare(VectorOperators.GT, high));
      c30 = c30.blend(high, c30.compare(VectorOperators.GT, high));
      c40 = c40.blend(high, c40.compare(VectorOperators.GT, high));
      c50 = c50.blend(high, c50.compare(VectorOperators.GT, high));
      c60 = c60.blend(high, c60.compare(VectorOperators.GT, high));
      c70 = c70.blend(high, c70.compare(VectorOperators.GT, high));
      c80 = c80.blend(high, c80.compare(VectorOperators.GT, high));
      c90 = c90.blend(high, c90.compare(VectorOperators.GT, high));
      c100 = c100.blend(high, c100.compare(VectorOperators.GT, high));
      c110 = c110.blend(high, c110.compare(VectorOperators.GT, high));
    }
    c00.intoArray(c, cAt + m0 * ldc + 0 * L, mask);
    c10.intoArray(c, cAt + m1 * ldc + 0 * L, mask);
    c20.intoArray(c, cAt + m2 * ldc + 0 * L, mask);
    c30.intoArray(c, cAt + m3 * ldc + 0 * L, mask);
    c40.intoArray(c, cAt + m4 * ldc + 0 * L, mask);
    c50.intoArray(c, cAt + m5 * ldc + 0 * L, mask);
    c60.intoArray(c, cAt + m6 * ldc + 0 * L, mask);
    c70.intoArray(c, cAt + m7 * ldc + 0 * L, mask);
    c80.intoArray(c, cAt + m8 * ldc + 0 * L, mask);
    c90.intoArray(c, cAt + m9 * ldc + 0 * L, mask);
    c100.intoArray(c, cAt + m10 * ldc + 0 * L, mask);
    c110.intoArray(c, cAt + m11 * ldc + 0 * L, mask);
  }

  private static void tile8(
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
    int m0 = Math.min(m + 0, last);
    int m1 = Math.min(m + 1, last);
    int m2 = Math.min(m + 2, last);
    int m3 = Math.min(m + 3, last);
    int m4 = Math.min(m + 4, last);
    int m5 = Math.min(m + 5, last);
    int m6 = Math.min(m + 6, last);
    int m7 = Math.min(m + 7, last);
    VectorMask<Float> mask = S.indexInRange(0, columns);
    FloatVector b0 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 0 * L);
    FloatVector c00 = b0;
    FloatVector c10 = b0;
    FloatVector c20 = b0;
    FloatVector c30 = b0;
    FloatVector c40 = b0;
    FloatVector c50 = b0;
    FloatVector c60 = b0;
    FloatVector c70 = b0;
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
      int t4 = table[row + m4];
      int r4 = t4 < 0 ? zeroAt : aAt + t4;
      int t5 = table[row + m5];
      int r5 = t5 < 0 ? zeroAt : aAt + t5;
      int t6 = table[row + m6];
      int r6 = t6 < 0 ? zeroAt : aAt + t6;
      int t7 = table[row + m7];
      int r7 = t7 < 0 ? zeroAt : aAt + t7;
      int wt = wAt + t * k * width;
      for (int q = 0; q < k; q += CHUNK) {
        int n = Math.min(CHUNK, k - q);
        for (int p = 0; p < n; p++) {
          FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * width + 0 * L);
          FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
          c00 = a0.fma(w0, c00);
          FloatVector a1 = FloatVector.broadcast(S, a[r1 + q + p]);
          c10 = a1.fma(w0, c10);
          FloatVector a2 = FloatVector.broadcast(S, a[r2 + q + p]);
          c20 = a2.fma(w0, c20);
          FloatVector a3 = FloatVector.broadcast(S, a[r3 + q + p]);
          c30 = a3.fma(w0, c30);
          FloatVector a4 = FloatVector.broadcast(S, a[r4 + q + p]);
          c40 = a4.fma(w0, c40);
          FloatVector a5 = FloatVector.broadcast(S, a[r5 + q + p]);
          c50 = a5.fma(w0, c50);
          FloatVector a6 = FloatVector.broadcast(S, a[r6 + q + p]);
          c60 = a6.fma(w0, c60);
          FloatVector a7 = FloatVector.broadcast(S, a[r7 + q + p]);
          c70 = a7.fma(w0, c70);
        }
      }
    }
    if (residual != null) {
      c00 = c00.add(FloatVector.fromArray(S, residual, residualAt + m0 * ldr + 0 * L, mask));
      c10 = c10.add(FloatVector.fromArray(S, residual, residualAt + m1 * ldr + 0 * L, mask));
      c20 = c20.add(FloatVector.fromArray(S, residual, residualAt + m2 * ldr + 0 * L, mask));
      c30 = c30.add(FloatVector.fromArray(S, residual, residualAt + m3 * ldr + 0 * L, mask));
      c40 = c40.add(FloatVector.fromArray(S, residual, residualAt + m4 * ldr + 0 * L, mask));
      c50 = c50.add(FloatVector.fromArray(S, residual, residualAt + m5 * ldr + 0 * L, mask));
      c60 = c60.add(FloatVector.fromArray(S, residual, residualAt + m6 * ldr + 0 * L, mask));
      c70 = c70.add(FloatVector.fromArray(S, residual, residualAt + m7 * ldr + 0 * L, mask));
    }
    if (min > Float.NEGATIVE_INFINITY) {
      FloatVector low = FloatVector.broadcast(S, min);
      c00 = c00.blend(low, c00.compare(VectorOperators.LT, low));
      c10 = c10.blend(low, c10.compare(VectorOperators.LT, low));
      c20 = c20.blend(low, c20.compare(VectorOperators.LT, low));
      c30 = c30.blend(low, c30.compare(VectorOperators.LT, low));
      c40 = c40.blend(low, c40.compare(VectorOperators.LT, low));
      c50 = c50.blend(low, c50.compare(VectorOperators.LT, low));
      c60 = c60.blend(low, c60.compare(VectorOperators.LT, low));
      c70 = c70.blend(low, c70.compare(VectorOperators.LT, low));
    }
    if (max < Float.POSITIVE_INFINITY) {
      FloatVector high = FloatVector.broadcast(S, max);
      c00 = c00.blend(high, c00.compare(VectorOperators.GT, high));
      c10 = c10.blend(high, c10.compare(VectorOperators.GT, high));
      c20 = c20.blend(high, c20.compare(VectorOperators.GT, high));
      c30 = c30.blend(high, c30.compare(VectorOperators.GT, high));
      c40 = c40.blend(high, c40.compare(VectorOperators.GT, high));
      c50 = c50.blend(high, c50.compare(VectorOperators.GT, high));
      c60 = c60.blend(high, c60.compare(VectorOperators.GT, high));
      c70 = c70.blend(high, c70.compare(VectorOperators.GT, high));
    }
    c00.intoArray(c, cAt + m0 * ldc + 0 * L, mask);
    c10.intoArray(c, cAt + m1 * ldc + 0 * L, mask);
    c20.intoArray(c, cAt + m2 * ldc + 0 * L, mask);
    c30.intoArray(c, cAt + m3 * ldc + 0 * L, mask);
    c40.intoArray(c, cAt + m4 * ldc + 0 * L, mask);
    c50.intoArray(c, cAt + m5 * ldc + 0 * L, mask);
    c60.intoArray(c, cAt + m6 * ldc + 0 * L, mask);
    c70.intoArray(c, cAt + m7 * ldc + 0 * L, mask);
  }
}
