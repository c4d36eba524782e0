package io.sardonyx.zoo.networks;

import java.util.Arrays;

/** A factor and a shift for every channel. */
@SuppressWarnings("ArrayRecordComponent") // they go into tensors and are never compared
record Affine(double[] factors, float[] shifts) {

  /** What brings values like {@code x} to the deviation {@code gain}, their means to a tenth. */
  static Affine centring(Samples x, double gain, RandomNumbers numbers) {
    double[] means = x.means();
    double variance = Arrays.stream(x.variances()).average().orElseThrow();
    double[] factors = new double[means.length];
    float[] shifts = new float[means.length];
    for (int c = 0; c < means.length; c++) {
      factors[c] = gain / Math.sqrt(variance + NormParameters.EPSILON);
      shifts[c] = (float) (0.1 * gain * numbers.normal() - means[c] * factors[c]);
    }
    return new Affine(factors, shifts);
  }
}
