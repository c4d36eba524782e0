package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A register tile of the matrix product, 8 rows by 1 vector: fp32, any vector width. Written by
 * tools/kernels/gemm.py; change it there.
 */
final class GemmTile8x1 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int PITCH = TileBuffer.PITCH;

  /**
   * Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it.
   */
  private static final int CHUNK = 64;

  private GemmTile8x1() {}

  /**
   * Multiplies rows with a panel, see GemmKernels.
   *
   * @param last the last row that exists; those beyond may hold anything
   * @param aAt where the first row begins; the others follow as in a tile buffer
   */
  static void multiply(
      int last,
      int k,
      float[] a,
      int aAt,
      float[] w,
      int wAt,
      int width,
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
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      int at = aAt + q;
      int wt = wAt + q * width;
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + p * width + 0 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[at + p + 0 * PITCH]);
        c00 = a0.fma(w0, c00);
        FloatVector a1 = FloatVector.broadcast(S, a[at + p + 1 * PITCH]);
        c10 = a1.fma(w0, c10);
        FloatVector a2 = FloatVector.broadcast(S, a[at + p + 2 * PITCH]);
        c20 = a2.fma(w0, c20);
        FloatVector a3 = FloatVector.broadcast(S, a[at + p + 3 * PITCH]);
        c30 = a3.fma(w0, c30);
        FloatVector a4 = FloatVector.broadcast(S, a[at + p + 4 * PITCH]);
        c40 = a4.fma(w0, c40);
        FloatVector a5 = FloatVector.broadcast(S, a[at + p + 5 * PITCH]);
        c50 = a5.fma(w0, c50);
        FloatVector a6 = FloatVector.broadcast(S, a[at + p + 6 * PITCH]);
        c60 = a6.fma(w0, c60);
        FloatVector a7 = FloatVector.broadcast(S, a[at + p + 7 * PITCH]);
        c70 = a7.fma(w0, c70);
      }
    }
    if (residual != null) {
      int r0 = residualAt + Math.min(0, last) * ldr;
      c00 = c00.add(FloatVector.fromArray(S, residual, r0 + 0 * L));
      int r1 = residualAt + Math.min(1, last) * ldr;
      c10 = c10.add(FloatVector.fromArray(S, residual, r1 + 0 * L));
      int r2 = residualAt + Math.min(2, last) * ldr;
      c20 = c20.add(FloatVector.fromArray(S, residual, r2 + 0 * L));
      int r3 = residualAt + Math.min(3, last) * ldr;
      c30 = c30.add(FloatVector.fromArray(S, residual, r3 + 0 * L));
      int r4 = residualAt + Math.min(4, last) * ldr;
      c40 = c40.add(FloatVector.fromArray(S, residual, r4 + 0 * L));
      int r5 = residualAt + Math.min(5, last) * ldr;
      c50 = c50.add(FloatVector.fromArray(S, residual, r5 + 0 * L));
      int r6 = residualAt + Math.min(6, last) * ldr;
      c60 = c60.add(FloatVector.fromArray(S, residual, r6 + 0 * L));
      int r7 = residualAt + Math.min(7, last) * ldr;
      c70 = c70.add(FloatVector.fromArray(S, residual, r7 + 0 * L));
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
    int d7 = cAt + Math.min(7, last) * ldc;
    c70.intoArray(c, d7 + 0 * L);
    int d6 = cAt + Math.min(6, last) * ldc;
    c60.intoArray(c, d6 + 0 * L);
    int d5 = cAt + Math.min(5, last) * ldc;
    c50.intoArray(c, d5 + 0 * L);
    int d4 = cAt + Math.min(4, last) * ldc;
    c40.intoArray(c, d4 + 0 * L);
    int d3 = cAt + Math.min(3, last) * ldc;
    c30.intoArray(c, d3 + 0 * L);
    int d2 = cAt + Math.min(2, last) * ldc;
    c20.intoArray(c, d2 + 0 * L);
    int d1 = cAt + Math.min(1, last) * ldc;
    c10.intoArray(c, d1 + 0 * L);
    int d0 = cAt + Math.min(0, last) * ldc;
    c00.intoArray(c, d0 + 0 * L);
  }
}
