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
    FloatVector c00 = b0;
    FloatVector c10 = b0;
    FloatVector c20 = b0;
    FloatVector c30 = b0;
    FloatVector c40 = b0;
    FloatVector c50 = b0;
    FloatVector c60 = b0;
    FloatVector c70 = b0;
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
      int wt = wAt + t * k * 1 * L;
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
    }
    int to = cAt + m * ldc;
    int from = residualAt + m * ldr;
    boolean whole = columns >= 1 * L;
    VectorMask<Float> m0 = S.indexInRange(0 * L, columns);
    if (residual != null && whole) {
      c00 = c00.add(FloatVector.fromArray(S, residual, from + 0 * ldr + 0 * L));
      c10 = c10.add(FloatVector.fromArray(S, residual, from + 1 * ldr + 0 * L));
      c20 = c20.add(FloatVector.fromArray(S, residual, from + 2 * ldr + 0 * L));
      c30 = c30.add(FloatVector.fromArray(S, residual, from + 3 * ldr + 0 * L));
      c40 = c40.add(FloatVector.fromArray(S, residual, from + 4 * ldr + 0 * L));
      c50 = c50.add(FloatVector.fromArray(S, residual, from + 5 * ldr + 0 * L));
      c60 = c60.add(FloatVector.fromArray(S, residual, from + 6 * ldr + 0 * L));
      c70 = c70.add(FloatVector.fromArray(S, residual, from + 7 * ldr + 0 * L));
    } else if (residual != null) {
      c00 = c00.add(FloatVector.fromArray(S, residual, from + 0 * ldr + 0 * L, m0));
      c10 = c10.add(FloatVector.fromArray(S, residual, from + 1 * ldr + 0 * L, m0));
      c20 = c20.add(FloatVector.fromArray(S, residual, from + 2 * ldr + 0 * L, m0));
      c30 = c30.add(FloatVector.fromArray(S, residual, from + 3 * ldr + 0 * L, m0));
      c40 = c40.add(FloatVector.fromArray(S, residual, from + 4 * ldr + 0 * L, m0));
      c50 = c50.add(FloatVector.fromArray(S, residual, from + 5 * ldr + 0 * L, m0));
      c60 = c60.add(FloatVector.fromArray(S, residual, from + 6 * ldr + 0 * L, m0));
      c70 = c70.add(FloatVector.fromArray(S, residual, from + 7 * ldr + 0 * L, m0));
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
    if (whole) {
      c00.intoArray(c, to + 0 * ldc + 0 * L);
      c10.intoArray(c, to + 1 * ldc + 0 * L);
      c20.intoArray(c, to + 2 * ldc + 0 * L);
      c30.intoArray(c, to + 3 * ldc + 0 * L);
      c40.intoArray(c, to + 4 * ldc + 0 * L);
      c50.intoArray(c, to + 5 * ldc + 0 * L);
      c60.intoArray(c, to + 6 * ldc + 0 * L);
      c70.intoArray(c, to + 7 * ldc + 0 * L);
    } else {
      c00.intoArray(c, to + 0 * ldc + 0 * L, m0);
      c10.intoArray(c, to + 1 * ldc + 0 * L, m0);
      c20.intoArray(c, to + 2 * ldc + 0 * L, m0);
      c30.intoArray(c, to + 3 * ldc + 0 * L, m0);
      c40.intoArray(c, to + 4 * ldc + 0 * L, m0);
      c50.intoArray(c, to + 5 * ldc + 0 * L, m0);
      c60.intoArray(c, to + 6 * ldc + 0 * L, m0);
      c70.intoArray(c, to + 7 * ldc + 0 * L, m0);
    }
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
    FloatVector c00 = b0;
    FloatVector c10 = b0;
    FloatVector c20 = b0;
    FloatVector c30 = b0;
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
      int wt = wAt + t * k * 1 * L;
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
    }
    int to = cAt + m * ldc;
    int from = residualAt + m * ldr;
    boolean whole = columns >= 1 * L;
    VectorMask<Float> m0 = S.indexInRange(0 * L, columns);
    if (residual != null && whole) {
      c00 = c00.add(FloatVector.fromArray(S, residual, from + 0 * ldr + 0 * L));
      c10 = c10.add(FloatVector.fromArray(S, residual, from + 1 * ldr + 0 * L));
      c20 = c20.add(FloatVector.fromArray(S, residual, from + 2 * ldr + 0 * L));
      c30 = c30.add(FloatVector.fromArray(S, residual, from + 3 * ldr + 0 * L));
    } else if (residual != null) {
      c00 = c00.add(FloatVector.fromArray(S, residual, from + 0 * ldr + 0 * L, m0));
      c10 = c10.add(FloatVector.fromArray(S, residual, from + 1 * ldr + 0 * L, m0));
      c20 = c20.add(FloatVector.fromArray(S, residual, from + 2 * ldr + 0 * L, m0));
      c30 = c30.add(FloatVector.fromArray(S, residual, from + 3 * ldr + 0 * L, m0));
    }
    if (min > Float.NEGATIVE_INFINITY) {
      FloatVector low = FloatVector.broadcast(S, min);
      c00 = c00.blend(low, c00.compare(VectorOperators.LT, low));
      c10 = c10.blend(low, c10.compare(VectorOperators.LT, low));
      c20 = c20.blend(low, c20.compare(VectorOperators.LT, low));
      c30 = c30.blend(low, c30.compare(VectorOperators.LT, low));
    }
    if (max < Float.POSITIVE_INFINITY) {
      FloatVector high = FloatVector.broadcast(S, max);
      c00 = c00.blend(high, c00.compare(VectorOperators.GT, high));
      c10 = c10.blend(high, c10.compare(VectorOperators.GT, high));
      c20 = c20.blend(high, c20.compare(VectorOperators.GT, high));
      c30 = c30.blend(high, c30.compare(VectorOperators.GT, high));
    }
    if (whole) {
      c00.intoArray(c, to + 0 * ldc + 0 * L);
      c10.intoArray(c, to + 1 * ldc + 0 * L);
      c20.intoArray(c, to + 2 * ldc + 0 * L);
      c30.intoArray(c, to + 3 * ldc + 0 * L);
    } else {
      c00.intoArray(c, to + 0 * ldc + 0 * L, m0);
      c10.intoArray(c, to + 1 * ldc + 0 * L, m0);
      c20.intoArray(c, to + 2 * ldc + 0 * L, m0);
      c30.intoArray(c, to + 3 * ldc + 0 * L, m0);
    }
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
    FloatVector c00 = b0;
    FloatVector c10 = b0;
    for (int t = 0; t < taps; t++) {
      int row = tableAt + t * tableStride + m;
      int t0 = table[row + 0];
      int r0 = t0 < 0 ? zeroAt : aAt + t0;
      int t1 = table[row + 1];
      int r1 = t1 < 0 ? zeroAt : aAt + t1;
      int wt = wAt + t * k * 1 * L;
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
    }
    int to = cAt + m * ldc;
    int from = residualAt + m * ldr;
    boolean whole = columns >= 1 * L;
    VectorMask<Float> m0 = S.indexInRange(0 * L, columns);
    if (residual != null && whole) {
      c00 = c00.add(FloatVector.fromArray(S, residual, from + 0 * ldr + 0 * L));
      c10 = c10.add(FloatVector.fromArray(S, residual, from + 1 * ldr + 0 * L));
    } else if (residual != null) {
      c00 = c00.add(FloatVector.fromArray(S, residual, from + 0 * ldr + 0 * L, m0));
      c10 = c10.add(FloatVector.fromArray(S, residual, from + 1 * ldr + 0 * L, m0));
    }
    if (min > Float.NEGATIVE_INFINITY) {
      FloatVector low = FloatVector.broadcast(S, min);
      c00 = c00.blend(low, c00.compare(VectorOperators.LT, low));
      c10 = c10.blend(low, c10.compare(VectorOperators.LT, low));
    }
    if (max < Float.POSITIVE_INFINITY) {
      FloatVector high = FloatVector.broadcast(S, max);
      c00 = c00.blend(high, c00.compare(VectorOperators.GT, high));
      c10 = c10.blend(high, c10.compare(VectorOperators.GT, high));
    }
    if (whole) {
      c00.intoArray(c, to + 0 * ldc + 0 * L);
      c10.intoArray(c, to + 1 * ldc + 0 * L);
    } else {
      c00.intoArray(c, to + 0 * ldc + 0 * L, m0);
      c10.intoArray(c, to + 1 * ldc + 0 * L, m0);
    }
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
    FloatVector c00 = b0;
    for (int t = 0; t < taps; t++) {
      int row = tableAt + t * tableStride + m;
      int t0 = table[row + 0];
      int r0 = t0 < 0 ? zeroAt : aAt + t0;
      int wt = wAt + t * k * 1 * L;
      for (int q = 0; q < k; q += CHUNK) {
        int n = Math.min(CHUNK, k - q);
        for (int p = 0; p < n; p++) {
          FloatVector w0 = FloatVector.fromArray(S, w, wt + (q + p) * 1 * L + 0 * L);
          FloatVector a0 = FloatVector.broadcast(S, a[r0 + q + p]);
          c00 = a0.fma(w0, c00);
        }
      }
    }
    int to = cAt + m * ldc;
    int from = residualAt + m * ldr;
    boolean whole = columns >= 1 * L;
    VectorMask<Float> m0 = S.indexInRange(0 * L, columns);
    if (residual != null && whole) {
      c00 = c00.add(FloatVector.fromArray(S, residual, from + 0 * ldr + 0 * L));
    } else if (residual != null) {
      c00 = c00.add(FloatVector.fromArray(S, residual, from + 0 * ldr + 0 * L, m0));
    }
    if (min > Float.NEGATIVE_INFINITY) {
      FloatVector low = FloatVector.broadcast(S, min);
      c00 = c00.blend(low, c00.compare(VectorOperators.LT, low));
    }
    if (max < Float.POSITIVE_INFINITY) {
      FloatVector high = FloatVector.broadcast(S, max);
      c00 = c00.blend(high, c00.compare(VectorOperators.GT, high));
    }
    if (whole) {
      c00.intoArray(c, to + 0 * ldc + 0 * L);
    } else {
      c00.intoArray(c, to + 0 * ldc + 0 * L, m0);
    }
  }
}
