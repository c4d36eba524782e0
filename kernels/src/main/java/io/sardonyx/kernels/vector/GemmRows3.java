package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the matrix product for panels of 3 vectors, rows at a constant distance: fp32,
 * any vector width. Written by tools/kernels/gemm.py; change it there.
 */
final class GemmRows3 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /**
   * Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it.
   */
  private static final int CHUNK = 64;

  private GemmRows3() {}

  /** See GemmKernels.rows; tiles have at most {@code maxRows} rows. */
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
    for (; 5 <= maxRows && m + 5 <= m1; m += 5) {
      rows5(
          m,
          k,
          a,
          aAt,
          lda,
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
      rows4(
          m,
          k,
          a,
          aAt,
          lda,
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
    for (; 3 <= maxRows && m + 3 <= m1; m += 3) {
      rows3(
          m,
          k,
          a,
          aAt,
          lda,
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
      rows2(
          m,
          k,
          a,
          aAt,
          lda,
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
      rows1(
          m,
          k,
          a,
          aAt,
          lda,
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

  private static void rows5(
      int m,
      int k,
      float[] a,
      int aAt,
      int lda,
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
    FloatVector c40 = b0;
    FloatVector c41 = b1;
    FloatVector c42 = b2;
    int r0 = aAt + (m + 0) * lda;
    int r1 = aAt + (m + 1) * lda;
    int r2 = aAt + (m + 2) * lda;
    int r3 = aAt + (m + 3) * lda;
    int r4 = aAt + (m + 4) * lda;
    int wt = wAt;
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
        FloatVector a4 = FloatVector.broadcast(S, a[r4 + q + p]);
        c40 = a4.fma(w0, c40);
        c41 = a4.fma(w1, c41);
        c42 = a4.fma(w2, c42);
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c02 = c02.add(load(residual, from + 0 * ldr + 2 * L, columns - 2 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
      c12 = c12.add(load(residual, from + 1 * ldr + 2 * L, columns - 2 * L));
      c20 = c20.add(load(residual, from + 2 * ldr + 0 * L, columns - 0 * L));
      c21 = c21.add(load(residual, from + 2 * ldr + 1 * L, columns - 1 * L));
      c22 = c22.add(load(residual, from + 2 * ldr + 2 * L, columns - 2 * L));
      c30 = c30.add(load(residual, from + 3 * ldr + 0 * L, columns - 0 * L));
      c31 = c31.add(load(residual, from + 3 * ldr + 1 * L, columns - 1 * L));
      c32 = c32.add(load(residual, from + 3 * ldr + 2 * L, columns - 2 * L));
      c40 = c40.add(load(residual, from + 4 * ldr + 0 * L, columns - 0 * L));
      c41 = c41.add(load(residual, from + 4 * ldr + 1 * L, columns - 1 * L));
      c42 = c42.add(load(residual, from + 4 * ldr + 2 * L, columns - 2 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c02 = clamp(c02, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    c12 = clamp(c12, min, max);
    c20 = clamp(c20, min, max);
    c21 = clamp(c21, min, max);
    c22 = clamp(c22, min, max);
    c30 = clamp(c30, min, max);
    c31 = clamp(c31, min, max);
    c32 = clamp(c32, min, max);
    c40 = clamp(c40, min, max);
    c41 = clamp(c41, min, max);
    c42 = clamp(c42, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c02, c, to + 0 * ldc + 2 * L, columns - 2 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
    store(c12, c, to + 1 * ldc + 2 * L, columns - 2 * L);
    store(c20, c, to + 2 * ldc + 0 * L, columns - 0 * L);
    store(c21, c, to + 2 * ldc + 1 * L, columns - 1 * L);
    store(c22, c, to + 2 * ldc + 2 * L, columns - 2 * L);
    store(c30, c, to + 3 * ldc + 0 * L, columns - 0 * L);
    store(c31, c, to + 3 * ldc + 1 * L, columns - 1 * L);
    store(c32, c, to + 3 * ldc + 2 * L, columns - 2 * L);
    store(c40, c, to + 4 * ldc + 0 * L, columns - 0 * L);
    store(c41, c, to + 4 * ldc + 1 * L, columns - 1 * L);
    store(c42, c, to + 4 * ldc + 2 * L, columns - 2 * L);
  }

  private static void rows4(
      int m,
      int k,
      float[] a,
      int aAt,
      int lda,
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
    int r0 = aAt + (m + 0) * lda;
    int r1 = aAt + (m + 1) * lda;
    int r2 = aAt + (m + 2) * lda;
    int r3 = aAt + (m + 3) * lda;
    int wt = wAt;
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
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c02 = c02.add(load(residual, from + 0 * ldr + 2 * L, columns - 2 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
      c12 = c12.add(load(residual, from + 1 * ldr + 2 * L, columns - 2 * L));
      c20 = c20.add(load(residual, from + 2 * ldr + 0 * L, columns - 0 * L));
      c21 = c21.add(load(residual, from + 2 * ldr + 1 * L, columns - 1 * L));
      c22 = c22.add(load(residual, from + 2 * ldr + 2 * L, columns - 2 * L));
      c30 = c30.add(load(residual, from + 3 * ldr + 0 * L, columns - 0 * L));
      c31 = c31.add(load(residual, from + 3 * ldr + 1 * L, columns - 1 * L));
      c32 = c32.add(load(residual, from + 3 * ldr + 2 * L, columns - 2 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c02 = clamp(c02, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    c12 = clamp(c12, min, max);
    c20 = clamp(c20, min, max);
    c21 = clamp(c21, min, max);
    c22 = clamp(c22, min, max);
    c30 = clamp(c30, min, max);
    c31 = clamp(c31, min, max);
    c32 = clamp(c32, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c02, c, to + 0 * ldc + 2 * L, columns - 2 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
    store(c12, c, to + 1 * ldc + 2 * L, columns - 2 * L);
    store(c20, c, to + 2 * ldc + 0 * L, columns - 0 * L);
    store(c21, c, to + 2 * ldc + 1 * L, columns - 1 * L);
    store(c22, c, to + 2 * ldc + 2 * L, columns - 2 * L);
    store(c30, c, to + 3 * ldc + 0 * L, columns - 0 * L);
    store(c31, c, to + 3 * ldc + 1 * L, columns - 1 * L);
    store(c32, c, to + 3 * ldc + 2 * L, columns - 2 * L);
  }

  private static void rows3(
      int m,
      int k,
      float[] a,
      int aAt,
      int lda,
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
    int r0 = aAt + (m + 0) * lda;
    int r1 = aAt + (m + 1) * lda;
    int r2 = aAt + (m + 2) * lda;
    int wt = wAt;
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
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c02 = c02.add(load(residual, from + 0 * ldr + 2 * L, columns - 2 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
      c12 = c12.add(load(residual, from + 1 * ldr + 2 * L, columns - 2 * L));
      c20 = c20.add(load(residual, from + 2 * ldr + 0 * L, columns - 0 * L));
      c21 = c21.add(load(residual, from + 2 * ldr + 1 * L, columns - 1 * L));
      c22 = c22.add(load(residual, from + 2 * ldr + 2 * L, columns - 2 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c02 = clamp(c02, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    c12 = clamp(c12, min, max);
    c20 = clamp(c20, min, max);
    c21 = clamp(c21, min, max);
    c22 = clamp(c22, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c02, c, to + 0 * ldc + 2 * L, columns - 2 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
    store(c12, c, to + 1 * ldc + 2 * L, columns - 2 * L);
    store(c20, c, to + 2 * ldc + 0 * L, columns - 0 * L);
    store(c21, c, to + 2 * ldc + 1 * L, columns - 1 * L);
    store(c22, c, to + 2 * ldc + 2 * L, columns - 2 * L);
  }

  private static void rows2(
      int m,
      int k,
      float[] a,
      int aAt,
      int lda,
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
    FloatVector b2 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 2 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    FloatVector c02 = b2;
    FloatVector c10 = b0;
    FloatVector c11 = b1;
    FloatVector c12 = b2;
    int r0 = aAt + (m + 0) * lda;
    int r1 = aAt + (m + 1) * lda;
    int wt = wAt;
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
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c02 = c02.add(load(residual, from + 0 * ldr + 2 * L, columns - 2 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
      c12 = c12.add(load(residual, from + 1 * ldr + 2 * L, columns - 2 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c02 = clamp(c02, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    c12 = clamp(c12, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c02, c, to + 0 * ldc + 2 * L, columns - 2 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
    store(c12, c, to + 1 * ldc + 2 * L, columns - 2 * L);
  }

  private static void rows1(
      int m,
      int k,
      float[] a,
      int aAt,
      int lda,
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
    FloatVector b2 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 2 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    FloatVector c02 = b2;
    int r0 = aAt + (m + 0) * lda;
    int wt = wAt;
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
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c02 = c02.add(load(residual, from + 0 * ldr + 2 * L, columns - 2 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c02 = clamp(c02, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c02, c, to + 0 * ldc + 2 * L, columns - 2 * L);
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
