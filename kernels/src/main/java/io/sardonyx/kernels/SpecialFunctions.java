package io.sardonyx.kernels;

/** Functions that {@link Math} lacks. */
public final class SpecialFunctions {

  private SpecialFunctions() {}

  /**
   * The error function, to within a few units in the last place of a float: a series near zero, and
   * the continued fraction of its complement elsewhere (Abramowitz and Stegun, 7.1.5 and 7.1.14).
   */
  public static double erf(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    double a = Math.abs(x);
    if (a < 3) {
      double term = x;
      double sum = x;
      for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
        term *= -x * x / n;
        sum += term / (2 * n + 1);
      }
      return 2 / Math.sqrt(Math.PI) * sum;
    }
    if (a > 6) {
      return Math.signum(x);
    }
    double fraction = 0;
    for (int n = 60; n > 0; n--) {
      fraction = n / 2.0 / (a + fraction);
    }
    double complement = Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + fraction));
    return Math.copySign(1 - complement, x);
  }
}
