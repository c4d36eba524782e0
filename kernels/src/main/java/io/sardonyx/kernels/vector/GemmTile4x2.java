package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A register tile of the matrix product, 4 rows by 2 vectors: fp32, any vector width. Written by
 * tools/kernels/gemm.py; change it there.
 */
final class GemmTile4x2 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int PITCH = TileBuffer.PITCH;

  /**
   * Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it.
   */
  private static final int CHUNK = 64;

  private GemmTile4x2() {}

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
    for (int q = 0; q < k; q += CHUNK) {
      int n = Math.min(CHUNK, k - q);
      int at = aAt + q;
      int wt = wAt + q * (2 * L);
      for (int p = 0; p < n; p++) {
        FloatVector w0 = FloatVector.fromArray(S, w, wt + p * (2 * L) + 0 * L);
        FloatVector w1 = FloatVector.fromArray(S, w, wt + p * (2 * L) + 1 * L);
        FloatVector a0 = FloatVector.broadcast(S, a[at + p + 0 * PITCH]);
        c00 = a0.fma(w0, c00);
        c01 = a0.fma(w1, c01);
        FloatVector a1 = FloatVector.broadcast(S, a[at + p + 1 * PITCH]);
        c10 = a1.fma(w0, c10);
        c11 = a1.fma(w1, c11);
        FloatVector a2 = FloatVector.broadcast(S, a[at + p + 2 * PITCH]);
        c20 = a2.fma(w0, c20);
        c21 = a2.fma(w1, c21);
        FloatVector a3 = FloatVector.broadcast(S, a[at + p + 3 * PITCH]);
        c30 = a3.fma(w0, c30);
        c31 = a3.fma(w1, c31);
      }
    }
    if (residual != null) {
      int r0 = residualAt + Math.min(0, last) * ldr;
      c00 = c00.add(FloatVector.fromArray(S, residual, r0 + 0 * L));
      c01 = c01.add(FloatVector.fromArray(S, residual, r0 + 1 * L));
      int r1 = residualAt + Math.min(1, last) * ldr;
      c10 = c10.add(FloatVector.fromArray(S, residual, r1 + 0 * L));
      c11 = c11.add(FloatVector.fromArray(S, residual, r1 + 1 * L));
      int r2 = residualAt + Math.min(2, last) * ldr;
      c20 = c20.add(FloatVector.fromArray(S, residual, r2 + 0 * L));
      c21 = c21.add(FloatVector.fromArray(S, residual, r2 + 1 * L));
      int r3 = residualAt + Math.min(3, last) * ldr;
      c30 = c30.add(FloatVector.fromArray(S, residual, r3 + 0 * L));
      c31 = c31.add(FloatVector.fromArray(S, residual, r3 + 1 * L));
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
    int d3 = cAt + Math.min(3, last) * ldc;
    c30.intoArray(c, d3 + 0 * L);
    c31.intoArray(c, d3 + 1 * L);
    int d2 = cAt + Math.min(2, last) * ldc;
    c20.intoArray(c, d2 + 0 * L);
    c21.intoArray(c, d2 + 1 * L);
    int d1 = cAt + Math.min(1, last) * ldc;
    c10.intoArray(c, d1 + 0 * L);
    c11.intoArray(c, d1 + 1 * L);
    int d0 = cAt + Math.min(0, last) * ldc;
    c00.intoArray(c, d0 + 0 * L);
    c01.intoArray(c, d0 + 1 * L);
  }
}
