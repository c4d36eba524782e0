package io.sardonyx.ops.ml;

import io.sardonyx.InvalidModelException;
import io.sardonyx.runtime.spi.Attributes;

/**
 * Linear functions of features, one a target: the products of features and coefficients, plus an
 * intercept.
 *
 * @param targets number of functions
 * @param coefficients one row for each target
 * @param intercepts one for each target; null for none
 */
record LinearModel(int targets, float[] coefficients, float[] intercepts) {

  static LinearModel of(Attributes a, int targets) {
    float[] coefficients = a.numbersOrNull("coefficients");
    float[] intercepts = a.numbersOrNull("intercepts");
    if (targets < 1 || coefficients == null || coefficients.length % targets != 0) {
      throw new InvalidModelException(
          "there are %d coefficients, which %d targets cannot share"
              .formatted(coefficients == null ? 0 : coefficients.length, targets));
    }
    boolean hasIntercepts = intercepts != null && intercepts.length > 0;
    if (hasIntercepts && intercepts.length != targets) {
      throw new InvalidModelException(
          "there are %d intercepts; expected one for each of %d targets"
              .formatted(intercepts.length, targets));
    }
    return new LinearModel(targets, coefficients, hasIntercepts ? intercepts : null);
  }

  int features() {
    return coefficients.length / targets;
  }

  /** Evaluates all functions for the sample at the beginning of {@code x}. */
  void evaluate(double[] x, double[] scores, int at) {
    int n = features();
    for (int t = 0; t < targets; t++) {
      double sum = intercepts == null ? 0 : intercepts[t];
      for (int i = 0; i < n; i++) {
        sum += x[i] * coefficients[t * n + i];
      }
      scores[at + t] = sum;
    }
  }
}
