package io.sardonyx.zoo.networks;

import java.util.Arrays;

/**
 * The parameters of a batch normalisation, with statistics as training would have left them.
 *
 * @param affine what it does to every channel in all
 */
@SuppressWarnings("ArrayRecordComponent") // they go into tensors and are never compared
record NormParameters(float[] scale, float[] bias, float[] mean, float[] variance, Affine affine) {

  static final float EPSILON = 1e-5f;

  /**
   * Parameters that give values like {@code x} about the deviation {@code gain}. A channel's
   * measured variance counts half, the layer's the other half, since samples are few.
   */
  static NormParameters of(Samples x, double gain, RandomNumbers numbers) {
    int channels = x.channels();
    NormParameters p =
        new NormParameters(
            new float[channels],
            new float[channels],
            new float[channels],
            new float[channels],
            new Affine(new double[channels], new float[channels]));
    double[] means = x.means();
    double[] variances = x.variances();
    double layer = Arrays.stream(variances).average().orElseThrow();
    for (int c = 0; c < channels; c++) {
      p.scale[c] = (float) (gain * numbers.uniform(0.7, 1.3));
      p.bias[c] = (float) (gain * 0.2 * numbers.normal());
      p.mean[c] = (float) means[c];
      p.variance[c] = (float) ((variances[c] + layer) / 2);
      double factor = p.scale[c] / Math.sqrt(p.variance[c] + EPSILON);
      p.affine.factors()[c] = factor;
      p.affine.shifts()[c] = (float) (p.bias[c] - p.mean[c] * factor);
    }
    return p;
  }
}
