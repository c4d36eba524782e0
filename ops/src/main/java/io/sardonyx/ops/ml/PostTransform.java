package io.sardonyx.ops.ml;

/** What is done to the scores of a sample at the end: the values of {@code post_transform}. */
enum PostTransform {
  NONE,
  SOFTMAX,
  LOGISTIC,
  SOFTMAX_ZERO,
  PROBIT;

  /** Below this a score counts as zero for {@link #SOFTMAX_ZERO}. */
  private static final double ZERO = 1e-7;

  boolean isSoftmax() {
    return this == SOFTMAX || this == SOFTMAX_ZERO;
  }

  /** Transforms {@code n} scores in place. */
  void apply(double[] scores, int at, int n) {
    switch (this) {
      case NONE -> {}
      case LOGISTIC -> {
        for (int i = at; i < at + n; i++) {
          scores[i] = logistic(scores[i]);
        }
      }
      case PROBIT -> {
        for (int i = at; i < at + n; i++) {
          scores[i] = probit(scores[i]);
        }
      }
      case SOFTMAX, SOFTMAX_ZERO -> softmax(scores, at, n, this == SOFTMAX_ZERO);
    }
  }

  static double logistic(double x) {
    double v = 1 / (1 + Math.exp(-Math.abs(x)));
    return x < 0 ? 1 - v : v;
  }

  /** The quantile function of the normal distribution, by Winitzki's formula for erf's inverse. */
  static double probit(double x) {
    double y = 2 * x - 1;
    double log = Math.log((1 - y) * (1 + y));
    double v = 2 / (Math.PI * 0.147) + 0.5 * log;
    double root = Math.sqrt(Math.sqrt(v * v - log / 0.147) - v);
    return Math.sqrt(2) * (y < 0 ? -root : root);
  }

  private static void softmax(double[] scores, int at, int n, boolean keepsZeros) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, scores[i]);
    }
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      boolean isZero = keepsZeros && Math.abs(scores[i]) <= ZERO;
      scores[i] = isZero ? scores[i] * Math.exp(-max) : Math.exp(scores[i] - max);
      sum += scores[i];
    }
    for (int i = at; i < at + n; i++) {
      scores[i] = sum == 0 ? 0.5 : scores[i] / sum;
    }
  }
}
