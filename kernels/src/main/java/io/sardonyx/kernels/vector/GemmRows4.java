package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the matrix product for panels of 4 vectors, rows at a constant distance: fp32,
 * any vector width. Written by tools/kernels/gemm.py; change it there.
 */
final class GemmRows4 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /**
   * Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it.
   */
  private static final int CHUNK = 64;

  private GemmRows4() {}

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
    FloatVector b3 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 3 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    FloatVector c02 = b2;
    FloatVector c03 = b3;
    FloatVector c10 = b0;
    FloatVector c11 = b1;
    FloatVector c12 = b2;
    FloatVector c13 = b3;
    FloatVector c20 = b0;
    FloatVector c21 = b1;
    FloatVector c22 = b2;
    FloatVector c23 = b3;
    FloatVector c30 = b0;
    FloatVector c31 = b1;
    FloatVector c32 = b2;
    FloatVector c33 = b3;
    int r0 = aAt + (m + 0) * lda;
    int r1 = aAt + (m + 1) * lda;
    int r2 = aAt + (m + 2) * lda;
    int r3 = aAt + (m + 3) * lda;
    int wt = wAt;
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 0 * L);
        FloatVector w1 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 1 * L);
        FloatVector w2 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 2 * L);
        FloatVector w3 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 3 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
        c00 = a0.fma(w0, c00);
        c01 = a0.fma(w1, c01);
        c02 = a0.fma(w2, c02);
        c03 = a0.fma(w3, c03);
        FloatVector a1 = FloatVector.broadcast(S, a[r1 + q + p]);
        c10 = a1.fma(w0, c10);
        c11 = a1.fma(w1, c11);
        c12 = a1.fma(w2, c12);
        c13 = a1.fma(w3, c13);
        FloatVector a2 = FloatVector.broadcast(S, a[r2 + q + p]);
        c20 = a2.fma(w0, c20);
        c21 = a2.fma(w1, c21);
        c22 = a2.fma(w2, c22);
        c23 = a2.fma(w3, c23);
        FloatVector a3 = FloatVector.broadcast(S, a[r3 + q + p]);
        c30 = a3.fma(w0, c30);
        c31 = a3.fma(w1, c31);
        c32 = a3.fma(w2, c32);
        c33 = a3.fma(w3, c33);
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c02 = c02.add(load(residual, from + 0 * ldr + 2 * L, columns - 2 * L));
      c03 = c03.add(load(residual, from + 0 * ldr + 3 * L, columns - 3 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
      c12 = c12.add(load(residual, from + 1 * ldr + 2 * L, columns - 2 * L));
      c13 = c13.add(load(residual, from + 1 * ldr + 3 * L, columns - 3 * L));
      c20 = c20.add(load(residual, from + 2 * ldr + 0 * L, columns - 0 * L));
      c21 = c21.add(load(residual, from + 2 * ldr + 1 * L, columns - 1 * L));
      c22 = c22.add(load(residual, from + 2 * ldr + 2 * L, columns - 2 * L));
      c23 = c23.add(load(residual, from + 2 * ldr + 3 * L, columns - 3 * L));
      c30 = c30.add(load(residual, from + 3 * ldr + 0 * L, columns - 0 * L));
      c31 = c31.add(load(residual, from + 3 * ldr + 1 * L, columns - 1 * L));
      c32 = c32.add(load(residual, from + 3 * ldr + 2 * L, columns - 2 * L));
      c33 = c33.add(load(residual, from + 3 * ldr + 3 * L, columns - 3 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c02 = clamp(c02, min, max);
    c03 = clamp(c03, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    c12 = clamp(c12, min, max);
    c13 = clamp(c13, min, max);
    c20 = clamp(c20, min, max);
    c21 = clamp(c21, min, max);
    c22 = clamp(c22, min, max);
    c23 = clamp(c23, min, max);
    c30 = clamp(c30, min, max);
    c31 = clamp(c31, min, max);
    c32 = clamp(c32, min, max);
    c33 = clamp(c33, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c02, c, to + 0 * ldc + 2 * L, columns - 2 * L);
    store(c03, c, to + 0 * ldc + 3 * L, columns - 3 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
    store(c12, c, to + 1 * ldc + 2 * L, columns - 2 * L);
    store(c13, c, to + 1 * ldc + 3 * L, columns - 3 * L);
    store(c20, c, to + 2 * ldc + 0 * L, columns - 0 * L);
    store(c21, c, to + 2 * ldc + 1 * L, columns - 1 * L);
    store(c22, c, to + 2 * ldc + 2 * L, columns - 2 * L);
    store(c23, c, to + 2 * ldc + 3 * L, columns - 3 * L);
    store(c30, c, to + 3 * ldc + 0 * L, columns - 0 * L);
    store(c31, c, to + 3 * ldc + 1 * L, columns - 1 * L);
    store(c32, c, to + 3 * ldc + 2 * L, columns - 2 * L);
    store(c33, c, to + 3 * ldc + 3 * L, columns - 3 * L);
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
    FloatVector b3 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 3 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    FloatVector c02 = b2;
    FloatVector c03 = b3;
    FloatVector c10 = b0;
    FloatVector c11 = b1;
    FloatVector c12 = b2;
    FloatVector c13 = b3;
    FloatVector c20 = b0;
    FloatVector c21 = b1;
    FloatVector c22 = b2;
    FloatVector c23 = b3;
    int r0 = aAt + (m + 0) * lda;
    int r1 = aAt + (m + 1) * lda;
    int r2 = aAt + (m + 2) * lda;
    int wt = wAt;
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 0 * L);
        FloatVector w1 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 1 * L);
        FloatVector w2 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 2 * L);
        FloatVector w3 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 3 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
        c00 = a0.fma(w0, c00);
        c01 = a0.fma(w1, c01);
        c02 = a0.fma(w2, c02);
        c03 = a0.fma(w3, c03);
        FloatVector a1 = FloatVector.broadcast(S, a[r1 + q + p]);
        c10 = a1.fma(w0, c10);
        c11 = a1.fma(w1, c11);
        c12 = a1.fma(w2, c12);
        c13 = a1.fma(w3, c13);
        FloatVector a2 = FloatVector.broadcast(S, a[r2 + q + p]);
        c20 = a2.fma(w0, c20);
        c21 = a2.fma(w1, c21);
        c22 = a2.fma(w2, c22);
        c23 = a2.fma(w3, c23);
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c02 = c02.add(load(residual, from + 0 * ldr + 2 * L, columns - 2 * L));
      c03 = c03.add(load(residual, from + 0 * ldr + 3 * L, columns - 3 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
      c12 = c12.add(load(residual, from + 1 * ldr + 2 * L, columns - 2 * L));
      c13 = c13.add(load(residual, from + 1 * ldr + 3 * L, columns - 3 * L));
      c20 = c20.add(load(residual, from + 2 * ldr + 0 * L, columns - 0 * L));
      c21 = c21.add(load(residual, from + 2 * ldr + 1 * L, columns - 1 * L));
      c22 = c22.add(load(residual, from + 2 * ldr + 2 * L, columns - 2 * L));
      c23 = c23.add(load(residual, from + 2 * ldr + 3 * L, columns - 3 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c02 = clamp(c02, min, max);
    c03 = clamp(c03, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    c12 = clamp(c12, min, max);
    c13 = clamp(c13, min, max);
    c20 = clamp(c20, min, max);
    c21 = clamp(c21, min, max);
    c22 = clamp(c22, min, max);
    c23 = clamp(c23, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c02, c, to + 0 * ldc + 2 * L, columns - 2 * L);
    store(c03, c, to + 0 * ldc + 3 * L, columns - 3 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
    store(c12, c, to + 1 * ldc + 2 * L, columns - 2 * L);
    store(c13, c, to + 1 * ldc + 3 * L, columns - 3 * L);
    store(c20, c, to + 2 * ldc + 0 * L, columns - 0 * L);
    store(c21, c, to + 2 * ldc + 1 * L, columns - 1 * L);
    store(c22, c, to + 2 * ldc + 2 * L, columns - 2 * L);
    store(c23, c, to + 2 * ldc + 3 * L, columns - 3 * L);
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
    FloatVector b3 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 3 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    FloatVector c02 = b2;
    FloatVector c03 = b3;
    FloatVector c10 = b0;
    FloatVector c11 = b1;
    FloatVector c12 = b2;
    FloatVector c13 = b3;
    int r0 = aAt + (m + 0) * lda;
    int r1 = aAt + (m + 1) * lda;
    int wt = wAt;
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 0 * L);
        FloatVector w1 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 1 * L);
        FloatVector w2 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 2 * L);
        FloatVector w3 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 3 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
        c00 = a0.fma(w0, c00);
        c01 = a0.fma(w1, c01);
        c02 = a0.fma(w2, c02);
        c03 = a0.fma(w3, c03);
        FloatVector a1 = FloatVector.broadcast(S, a[r1 + q + p]);
        c10 = a1.fma(w0, c10);
        c11 = a1.fma(w1, c11);
        c12 = a1.fma(w2, c12);
        c13 = a1.fma(w3, c13);
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c02 = c02.add(load(residual, from + 0 * ldr + 2 * L, columns - 2 * L));
      c03 = c03.add(load(residual, from + 0 * ldr + 3 * L, columns - 3 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c11 = c11.add(load(residual, from + 1 * ldr + 1 * L, columns - 1 * L));
      c12 = c12.add(load(residual, from + 1 * ldr + 2 * L, columns - 2 * L));
      c13 = c13.add(load(residual, from + 1 * ldr + 3 * L, columns - 3 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c02 = clamp(c02, min, max);
    c03 = clamp(c03, min, max);
    c10 = clamp(c10, min, max);
    c11 = clamp(c11, min, max);
    c12 = clamp(c12, min, max);
    c13 = clamp(c13, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c02, c, to + 0 * ldc + 2 * L, columns - 2 * L);
    store(c03, c, to + 0 * ldc + 3 * L, columns - 3 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c11, c, to + 1 * ldc + 1 * L, columns - 1 * L);
    store(c12, c, to + 1 * ldc + 2 * L, columns - 2 * L);
    store(c13, c, to + 1 * ldc + 3 * L, columns - 3 * L);
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
    FloatVector b3 =
        bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + 3 * L);
    FloatVector c00 = b0;
    FloatVector c01 = b1;
    FloatVector c02 = b2;
    FloatVector c03 = b3;
    int r0 = aAt + (m + 0) * lda;
    int wt = wAt;
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 0 * L);
        FloatVector w1 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 1 * L);
        FloatVector w2 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 2 * L);
        FloatVector w3 = FloatVector.fromArray(S, w, wt + (q + p) * 4 * L + 3 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
        c00 = a0.fma(w0, c00);
        c01 = a0.fma(w1, c01);
        c02 = a0.fma(w2, c02);
        c03 = a0.fma(w3, c03);
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c01 = c01.add(load(residual, from + 0 * ldr + 1 * L, columns - 1 * L));
      c02 = c02.add(load(residual, from + 0 * ldr + 2 * L, columns - 2 * L));
      c03 = c03.add(load(residual, from + 0 * ldr + 3 * L, columns - 3 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c01 = clamp(c01, min, max);
    c02 = clamp(c02, min, max);
    c03 = clamp(c03, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c01, c, to + 0 * ldc + 1 * L, columns - 1 * L);
    store(c02, c, to + 0 * ldc + 2 * L, columns - 2 * L);
    store(c03, c, to + 0 * ldc + 3 * L, columns - 3 * L);
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
