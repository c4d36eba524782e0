package io.sardonyx.ops.ml;

/**
 * Probabilities of classes from the scores of every pair: Platt scaling of each score, and then the
 * second method of Wu, Lin and Weng, "Probability Estimates for Multi-class Classification by
 * Pairwise Coupling" (2004), as LIBSVM does it.
 *
 * @param classes number of classes
 * @param a factors of the scores, one a pair
 * @param b what is added to them
 */
record PairwiseProbabilities(int classes, float[] a, float[] b) {

  private static final double SMALLEST = 1e-7;

  /** Doubles of scratch memory that {@link #of} needs. */
  int scratch() {
    return classes * (2 * classes + 1);
  }

  /**
   * Computes the probabilities.
   *
   * @param v the pairs' scores from {@code scores} on, the result's place from {@code to} on, and
   *     scratch memory from {@code work} on
   */
  void of(double[] v, int scores, int to, int work) {
    int k = classes;
    int q = work + k * k;
    pairs(v, scores, work);
    for (int t = 0; t < k; t++) {
      v[to + t] = 1.0 / k;
      double sum = 0;
      for (int j = 0; j < k; j++) {
        double other = v[work + j * k + t];
        sum += j == t ? 0 : other * other;
        v[q + t * k + j] = -other * v[work + t * k + j];
      }
      v[q + t * k + t] = sum;
    }
    double tolerance = 0.005 / k;
    for (int iteration = 0; iteration < Math.max(100, k); iteration++) {
      if (error(v, to, q) < tolerance) {
        return;
      }
      sweep(v, to, q);
    }
  }

  /** For every ordered pair of classes how probable the first is. */
  private void pairs(double[] v, int scores, int work) {
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      v[work + i * classes + i] = 0;
      for (int j = i + 1; j < classes; j++, pair++) {
        double p = 1 - PostTransform.logistic(v[scores + pair] * a[pair] + b[pair]);
        p = Math.min(1 - SMALLEST, Math.max(SMALLEST, p));
        v[work + i * classes + j] = p;
        v[work + j * classes + i] = 1 - p;
      }
    }
  }

  /** Puts Q times p behind Q, and gives how far it is from being the same for all classes. */
  private double error(double[] v, int p, int q) {
    int qp = q + classes * classes;
    double pqp = 0;
    for (int t = 0; t < classes; t++) {
      v[qp + t] = 0;
      for (int j = 0; j < classes; j++) {
        v[qp + t] += v[q + t * classes + j] * v[p + j];
      }
      pqp += v[p + t] * v[qp + t];
    }
    double error = 0;
    for (int t = 0; t < classes; t++) {
      error = Math.max(error, Math.abs(v[qp + t] - pqp));
    }
    return error;
  }

  private void sweep(double[] v, int p, int q) {
    int k = classes;
    int qp = q + k * k;
    double pqp = 0;
    for (int t = 0; t < k; t++) {
      pqp += v[p + t] * v[qp + t];
    }
    for (int t = 0; t < k; t++) {
      double diagonal = v[q + t * k + t];
      double step = (pqp - v[qp + t]) / diagonal;
      v[p + t] += step;
      pqp = (pqp + step * (step * diagonal + 2 * v[qp + t])) / ((1 + step) * (1 + step));
      for (int j = 0; j < k; j++) {
        v[qp + j] = (v[qp + j] + step * v[q + t * k + j]) / (1 + step);
        v[p + j] /= 1 + step;
      }
    }
  }
}
