package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A register tile of the matrix product, 1 row by 2 vectors: fp32, any vector width. Written by
 * tools/kernels/gemm.py; change it there.
 */
final class GemmTile1x2 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int PITCH = TileBuffer.PITCH;

  /**
   * Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it.
   */
  private static final int CHUNK = 64;

  private GemmTile1x2() {}

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
      }
    }
    if (residual != null) {
      int r0 = residualAt + Math.min(0, last) * ldr;
      c00 = c00.add(FloatVector.fromArray(S, residual, r0 + 0 * L));
      c01 = c01.add(FloatVector.fromArray(S, residual, r0 + 1 * L));
    }
    if (min > Float.NEGATIVE_INFINITY) {
      FloatVector low = FloatVector.broadcast(S, min);
      c00 = c00.blend(low, c00.compare(VectorOperators.LT, low));
      c01 = c01.blend(low, c01.compare(VectorOperators.LT, low));
    }
    if (max < Float.POSITIVE_INFINITY) {
      FloatVector high = FloatVector.broadcast(S, max);
      c00 = c00.blend(high, c00.compare(VectorOperators.GT, high));
      c01 = c01.blend(high, c01.compare(VectorOperators.GT, high));
    }
    int d0 = cAt + Math.min(0, last) * ldc;
    c00.intoArray(c, d0 + 0 * L);
    c01.intoArray(c, d0 + 1 * L);
  }
}
