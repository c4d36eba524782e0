package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Local response normalisation with the exponent that all known networks have. */
final class LocalResponse {

  /** Square roots are enough for this exponent. */
  static final double BETA = 0.75;

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = VectorShapes.LANES;

  private LocalResponse() {}

  static void run(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int channels,
      int pitch,
      int n,
      int before,
      int after,
      float scale,
      float bias) {
    for (int c = 0; c < channels; c++) {
      int from = Math.max(0, c - before);
      int to = (int) Math.min(channels - 1L, (long) c + after);
      int row = c * pitch;
      for (int j = 0; j < n; j += L) {
        VectorMask<Float> m = S.indexInRange(j, n);
        FloatVector sum = FloatVector.zero(S);
        for (int i = from, at = xAt + from * pitch + j; i <= to; i++, at += pitch) {
          FloatVector v = FloatVector.fromArray(S, x, at, m);
          sum = v.fma(v, sum);
        }
        FloatVector root = sum.mul(scale).add(bias).sqrt();
        FloatVector divisor = root.mul(root.sqrt());
        FloatVector v = FloatVector.fromArray(S, x, xAt + row + j, m);
        v.div(divisor).intoArray(y, yAt + row + j, m);
      }
    }
  }
}
