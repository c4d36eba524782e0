package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the matrix product for panels of 2 vectors, rows gathered through a table:
 * fp32, any vector width. Written by tools/kernels/gemm.py; change it there.
 */
final class GemmIndirect2 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /**
   * Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it.
   */
  private static final int CHUNK = 64;

  private GemmIndirect2() {}

  /** See GemmKernels.indirect; tiles have at most {@code maxRows} rows. */
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
    int m = m0;
    for (; 8 <= maxRows && m + 8 <= m1; m += 8) {
      indirect8(
          m,
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
    for (; 7 <= maxRows && m + 7 <= m1; m += 7) {
      indirect7(
          m,
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
    for (; 4 <= maxRows && m + 4 <= m1; m += 4) {
      indirect4(
          m,
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
    for (; 2 <= maxRows && m + 2 <= m1; m += 2) {
      indirect2(
          m,
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
    for (; m + 1 <= m1; m += 1) {
      indirect1(
          m,
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

  private static void indirect8(
      int m,
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
    FloatVector c60 = b0;
    FloatVector c61 = b1;
    FloatVector c70 = b0;
    FloatVector c71 = b1;
    for (int t = 0; t < taps; t++) {
      int row = tableAt + t * tableStride + m;
      int t0 = table[row + 0];
      int r0 = t0 < 0 ? zeroAt : aAt + t0;
      int t1 = table[row + 1];
      int r1 = t1 < 0 ? zeroAt : aAt + t1;
      int t2 = table[row + 2];
      int r2 = t2 < 0 ? zeroAt : aAt + t2;
      int t3 = table[row + 3];
      int r3 = t3 < 0 ? zeroAt : aAt + t3;
      int t4 = table[row + 4];
      int r4 = t4 < 0 ? zeroAt : aAt + t4;
      int t5 = table[row + 5];
      int r5 = t5 < 0 ? zeroAt : aAt + t5;
      int t6 = table[row + 6];
      int r6 = t6 < 0 ? zeroAt : aAt + t6;
      int t7 = table[row + 7];
      int r7 = t7 < 0 ? zeroAt : aAt + t7;
      int wt = wAt + t * k * 2 * L;
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
          FloatVector a6 = FloatVector.broadcast(S, a[r6 + q + p]);
          c60 = a6.fma(w0, c60);
          c61 = a6.fma(w1, c61);
          FloatVector a7 = FloatVector.broadcast(S, a[r7 + q + p]);
          c70 = a7.fma(w0, c70);
          c71 = a7.fma(w1, c71);
        }
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
      c20 = c20.add(load(residual, from + 2 * ldr + 0 * L, columns - 0 * L));
      c21 = c21.add(load(residual, from + 2 * ldr + 1 * L, columns - 1 * L));
      c30 = c30.add(load(residual, from + 3 * ldr + 0 * L, columns - 0 * L));
      c31 = c31.add(load(residual, from + 3 * ldr + 1 * L, columns - 1 * L));
      c40 = c40.add(load(residual, from + 4 * ldr + 0 * L, columns - 0 * L));
      c41 = c41.add(load(residual, from + 4 * ldr + 1 * L, columns - 1 * L));
      c50 = c50.add(load(residual, from + 5 * ldr + 0 * L, columns - 0 * L));
      c51 = c51.add(load(residual, from + 5 * ldr + 1 * L, columns - 1 * L));
      c60 = c60.add(load(residual, from + 6 * ldr + 0 * L, columns - 0 * L));
      c61 = c61.add(load(residual, from + 6 * ldr + 1 * L, columns - 1 * L));
      c70 = c70.add(load(residual, from + 7 * ldr + 0 * L, columns - 0 * L));
      c71 = c71.add(load(residual, from + 7 * ldr + 1 * L, columns - 1 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    c20 = clamp(c20, min, max);
    c21 = clamp(c21, min, max);
    c30 = clamp(c30, min, max);
    c31 = clamp(c31, min, max);
    c40 = clamp(c40, min, max);
    c41 = clamp(c41, min, max);
    c50 = clamp(c50, min, max);
    c51 = clamp(c51, min, max);
    c60 = clamp(c60, min, max);
    c61 = clamp(c61, min, max);
    c70 = clamp(c70, min, max);
    c71 = clamp(c71, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
    store(c20, c, to + 2 * ldc + 0 * L, columns - 0 * L);
    store(c21, c, to + 2 * ldc + 1 * L, columns - 1 * L);
    store(c30, c, to + 3 * ldc + 0 * L, columns - 0 * L);
    store(c31, c, to + 3 * ldc + 1 * L, columns - 1 * L);
    store(c40, c, to + 4 * ldc + 0 * L, columns - 0 * L);
    store(c41, c, to + 4 * ldc + 1 * L, columns - 1 * L);
    store(c50, c, to + 5 * ldc + 0 * L, columns - 0 * L);
    store(c51, c, to + 5 * ldc + 1 * L, columns - 1 * L);
    store(c60, c, to + 6 * ldc + 0 * L, columns - 0 * L);
    store(c61, c, to + 6 * ldc + 1 * L, columns - 1 * L);
    store(c70, c, to + 7 * ldc + 0 * L, columns - 0 * L);
    store(c71, c, to + 7 * ldc + 1 * L, columns - 1 * L);
  }

  private static void indirect7(
      int m,
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
    FloatVector c60 = b0;
    FloatVector c61 = b1;
    for (int t = 0; t < taps; t++) {
      int row = tableAt + t * tableStride + m;
      int t0 = table[row + 0];
      int r0 = t0 < 0 ? zeroAt : aAt + t0;
      int t1 = table[row + 1];
      int r1 = t1 < 0 ? zeroAt : aAt + t1;
      int t2 = table[row + 2];
      int r2 = t2 < 0 ? zeroAt : aAt + t2;
      int t3 = table[row + 3];
      int r3 = t3 < 0 ? zeroAt : aAt + t3;
      int t4 = table[row + 4];
      int r4 = t4 < 0 ? zeroAt : aAt + t4;
      int t5 = table[row + 5];
      int r5 = t5 < 0 ? zeroAt : aAt + t5;
      int t6 = table[row + 6];
      int r6 = t6 < 0 ? zeroAt : aAt + t6;
      int wt = wAt + t * k * 2 * L;
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
          FloatVector a6 = FloatVector.broadcast(S, a[r6 + q + p]);
          c60 = a6.fma(w0, c60);
          c61 = a6.fma(w1, c61);
        }
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
      c20 = c20.add(load(residual, from + 2 * ldr + 0 * L, columns - 0 * L));
      c21 = c21.add(load(residual, from + 2 * ldr + 1 * L, columns - 1 * L));
      c30 = c30.add(load(residual, from + 3 * ldr + 0 * L, columns - 0 * L));
      c31 = c31.add(load(residual, from + 3 * ldr + 1 * L, columns - 1 * L));
      c40 = c40.add(load(residual, from + 4 * ldr + 0 * L, columns - 0 * L));
      c41 = c41.add(load(residual, from + 4 * ldr + 1 * L, columns - 1 * L));
      c50 = c50.add(load(residual, from + 5 * ldr + 0 * L, columns - 0 * L));
      c51 = c51.add(load(residual, from + 5 * ldr + 1 * L, columns - 1 * L));
      c60 = c60.add(load(residual, from + 6 * ldr + 0 * L, columns - 0 * L));
      c61 = c61.add(load(residual, from + 6 * ldr + 1 * L, columns - 1 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    c20 = clamp(c20, min, max);
    c21 = clamp(c21, min, max);
    c30 = clamp(c30, min, max);
    c31 = clamp(c31, min, max);
    c40 = clamp(c40, min, max);
    c41 = clamp(c41, min, max);
    c50 = clamp(c50, min, max);
    c51 = clamp(c51, min, max);
    c60 = clamp(c60, min, max);
    c61 = clamp(c61, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
    store(c20, c, to + 2 * ldc + 0 * L, columns - 0 * L);
    store(c21, c, to + 2 * ldc + 1 * L, columns - 1 * L);
    store(c30, c, to + 3 * ldc + 0 * L, columns - 0 * L);
    store(c31, c, to + 3 * ldc + 1 * L, columns - 1 * L);
    store(c40, c, to + 4 * ldc + 0 * L, columns - 0 * L);
    store(c41, c, to + 4 * ldc + 1 * L, columns - 1 * L);
    store(c50, c, to + 5 * ldc + 0 * L, columns - 0 * L);
    store(c51, c, to + 5 * ldc + 1 * L, columns - 1 * L);
    store(c60, c, to + 6 * ldc + 0 * L, columns - 0 * L);
    store(c61, c, to + 6 * ldc + 1 * L, columns - 1 * L);
  }

  private static void indirect4(
      int m,
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
    for (int t = 0; t < taps; t++) {
      int row = tableAt + t * tableStride + m;
      int t0 = table[row + 0];
      int r0 = t0 < 0 ? zeroAt : aAt + t0;
      int t1 = table[row + 1];
      int r1 = t1 < 0 ? zeroAt : aAt + t1;
      int t2 = table[row + 2];
      int r2 = t2 < 0 ? zeroAt : aAt + t2;
      int t3 = table[row + 3];
      int r3 = t3 < 0 ? zeroAt : aAt + t3;
      int wt = wAt + t * k * 2 * L;
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
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
      c20 = c20.add(load(residual, from + 2 * ldr + 0 * L, columns - 0 * L));
      c21 = c21.add(load(residual, from + 2 * ldr + 1 * L, columns - 1 * L));
      c30 = c30.add(load(residual, from + 3 * ldr + 0 * L, columns - 0 * L));
      c31 = c31.add(load(residual, from + 3 * ldr + 1 * L, columns - 1 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    c20 = clamp(c20, min, max);
    c21 = clamp(c21, min, max);
    c30 = clamp(c30, min, max);
    c31 = clamp(c31, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
    store(c20, c, to + 2 * ldc + 0 * L, columns - 0 * L);
    store(c21, c, to + 2 * ldc + 1 * L, columns - 1 * L);
    store(c30, c, to + 3 * ldc + 0 * L, columns - 0 * L);
    store(c31, c, to + 3 * ldc + 1 * L, columns - 1 * L);
  }

  private static void indirect2(
      int m,
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
    FloatVector b0 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 0 * L);
    FloatVector b1 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 1 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    FloatVector c10 = b0;
    FloatVector c11 = b1;
    for (int t = 0; t < taps; t++) {
      int row = tableAt + t * tableStride + m;
      int t0 = table[row + 0];
      int r0 = t0 < 0 ? zeroAt : aAt + t0;
      int t1 = table[row + 1];
      int r1 = t1 < 0 ? zeroAt : aAt + t1;
      int wt = wAt + t * k * 2 * L;
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
        }
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
  }

  private static void indirect1(
      int m,
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
    FloatVector b0 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 0 * L);
    FloatVector b1 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 1 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    for (int t = 0; t < taps; t++) {
      int row = tableAt + t * tableStride + m;
      int t0 = table[row + 0];
      int r0 = t0 < 0 ? zeroAt : aAt + t0;
      int wt = wAt + t * k * 2 * L;
      for (int q = 0; q < k; q += CHUNK) {
        int n = Math.min(CHUNK, k - q);
        for (int p = 0; p < n; p++) {
          FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 2 * L + 0 * L);
          FloatVector w1 = FloatVector.fromArray(S, w, wt + (q + p) * 2 * L + 1 * L);
          FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
          c00 = a0.fma(w0, c00);
          c01 = a0.fma(w1, c01);
        }
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
  }

  private static FloatVector clamp(FloatVector x, float min, float max) {
    FloatVector low = x.blend(min, x.lt(min));
    return low.blend(max, low.compare(VectorOperators.GT, max));
  }

  private static FloatVector load(float[] a, int at, int columns) {
    if (columns >= L) {
      return FloatVector.fromArray(S, a, at);
    }
    return columns <= 0
        ? FloatVector.zero(S)
        : FloatVector.fromArray(S, a, at, S.indexInRange(0, columns));
  }

  private static void store(FloatVector x, float[] c, int at, int columns) {
    if (columns >= L) {
      x.intoArray(c, at);
    } else if (columns > 0) {
      VectorMask<Float> mask = S.indexInRange(0, columns);
      x.intoArray(c, at, mask);
    }
  }
}
