package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the matrix product for panels of 1 vector, rows at a constant distance: fp32,
 * any vector width. Written by tools/kernels/gemm.py; change it there.
 */
final class GemmRows1 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /**
   * Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it.
   */
  private static final int CHUNK = 64;

  private GemmRows1() {}

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
    for (; 8 <= maxRows && m + 8 <= m1; m += 8) {
      rows8(
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

  private static void rows8(
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
    FloatVector c00 = b0;
    FloatVector c10 = b0;
    FloatVector c20 = b0;
    FloatVector c30 = b0;
    FloatVector c40 = b0;
    FloatVector c50 = b0;
    FloatVector c60 = b0;
    FloatVector c70 = b0;
    int r0 = aAt + (m + 0) * lda;
    int r1 = aAt + (m + 1) * lda;
    int r2 = aAt + (m + 2) * lda;
    int r3 = aAt + (m + 3) * lda;
    int r4 = aAt + (m + 4) * lda;
    int r5 = aAt + (m + 5) * lda;
    int r6 = aAt + (m + 6) * lda;
    int r7 = aAt + (m + 7) * lda;
    int wt = wAt;
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 1 * L + 0 * L);
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
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c20 = c20.add(load(residual, from + 2 * ldr + 0 * L, columns - 0 * L));
      c30 = c30.add(load(residual, from + 3 * ldr + 0 * L, columns - 0 * L));
      c40 = c40.add(load(residual, from + 4 * ldr + 0 * L, columns - 0 * L));
      c50 = c50.add(load(residual, from + 5 * ldr + 0 * L, columns - 0 * L));
      c60 = c60.add(load(residual, from + 6 * ldr + 0 * L, columns - 0 * L));
      c70 = c70.add(load(residual, from + 7 * ldr + 0 * L, columns - 0 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c10 = clamp(c10, min, max);
    c20 = clamp(c20, min, max);
    c30 = clamp(c30, min, max);
    c40 = clamp(c40, min, max);
    c50 = clamp(c50, min, max);
    c60 = clamp(c60, min, max);
    c70 = clamp(c70, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c20, c, to + 2 * ldc + 0 * L, columns - 0 * L);
    store(c30, c, to + 3 * ldc + 0 * L, columns - 0 * L);
    store(c40, c, to + 4 * ldc + 0 * L, columns - 0 * L);
    store(c50, c, to + 5 * ldc + 0 * L, columns - 0 * L);
    store(c60, c, to + 6 * ldc + 0 * L, columns - 0 * L);
    store(c70, c, to + 7 * ldc + 0 * L, columns - 0 * L);
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
    FloatVector c00 = b0;
    FloatVector c10 = b0;
    FloatVector c20 = b0;
    FloatVector c30 = b0;
    int r0 = aAt + (m + 0) * lda;
    int r1 = aAt + (m + 1) * lda;
    int r2 = aAt + (m + 2) * lda;
    int r3 = aAt + (m + 3) * lda;
    int wt = wAt;
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 1 * L + 0 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
        c00 = a0.fma(w0, c00);
        FloatVector a1 = FloatVector.broadcast(S, a[r1 + q + p]);
        c10 = a1.fma(w0, c10);
        FloatVector a2 = FloatVector.broadcast(S, a[r2 + q + p]);
        c20 = a2.fma(w0, c20);
        FloatVector a3 = FloatVector.broadcast(S, a[r3 + q + p]);
        c30 = a3.fma(w0, c30);
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
      c20 = c20.add(load(residual, from + 2 * ldr + 0 * L, columns - 0 * L));
      c30 = c30.add(load(residual, from + 3 * ldr + 0 * L, columns - 0 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c10 = clamp(c10, min, max);
    c20 = clamp(c20, min, max);
    c30 = clamp(c30, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
    store(c20, c, to + 2 * ldc + 0 * L, columns - 0 * L);
    store(c30, c, to + 3 * ldc + 0 * L, columns - 0 * L);
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
    FloatVector c00 = b0;
    FloatVector c10 = b0;
    int r0 = aAt + (m + 0) * lda;
    int r1 = aAt + (m + 1) * lda;
    int wt = wAt;
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 1 * L + 0 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
        c00 = a0.fma(w0, c00);
        FloatVector a1 = FloatVector.broadcast(S, a[r1 + q + p]);
        c10 = a1.fma(w0, c10);
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
      c10 = c10.add(load(residual, from + 1 * ldr + 0 * L, columns - 0 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    c10 = clamp(c10, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
    store(c10, c, to + 1 * ldc + 0 * L, columns - 0 * L);
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
    FloatVector c00 = b0;
    int r0 = aAt + (m + 0) * lda;
    int wt = wAt;
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 1 * L + 0 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
        c00 = a0.fma(w0, c00);
      }
    }
    if (residual != null) {
      int from = residualAt + m * ldr;
      c00 = c00.add(load(residual, from + 0 * ldr + 0 * L, columns - 0 * L));
    }
    int to = cAt + m * ldc;
    c00 = clamp(c00, min, max);
    store(c00, c, to + 0 * ldc + 0 * L, columns - 0 * L);
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
