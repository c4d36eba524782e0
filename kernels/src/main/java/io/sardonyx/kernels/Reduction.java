package io.sardonyx.kernels;

/**
 * Functions that make one number of many. All are independent of order, but for rounding, and can
 * be computed piecewise: pieces are joined by {@link #joining}.
 */
public enum Reduction {
  SUM(0),
  /** The sum of absolute values. */
  SUM_ABS(0),
  /** The sum of squares. */
  SUM_SQUARE(0),
  PRODUCT(1),
  /** The largest; NaN if there is one. */
  MAX(Double.NEGATIVE_INFINITY),
  /** The smallest; NaN if there is one. */
  MIN(Double.POSITIVE_INFINITY),
  /** The logarithm of the sum of exponentials, without overflow in between; for floats only. */
  LOG_SUM_EXP(Double.NEGATIVE_INFINITY);

  private final double identity;

  Reduction(double identity) {
    this.identity = identity;
  }

  /** The value of no numbers at all. */
  public double identity() {
    return identity;
  }

  /** The value of no integers at all: where there are no infinities, the bounds of a long. */
  public long integerIdentity() {
    return switch (this) {
      case MAX -> Long.MIN_VALUE;
      case MIN -> Long.MAX_VALUE;
      default -> (long) identity;
    };
  }

  /** What makes the value of all numbers from the values of their parts. */
  public Reduction joining() {
    return switch (this) {
      case SUM_ABS, SUM_SQUARE -> SUM;
      default -> this;
    };
  }

  /** The value of the numbers so far, {@code a}, and one more. */
  public double add(double a, double x) {
    return switch (this) {
      case SUM -> a + x;
      case SUM_ABS -> a + Math.abs(x);
      case SUM_SQUARE -> a + x * x;
      case PRODUCT -> a * x;
      case MAX -> Math.max(a, x);
      case MIN -> Math.min(a, x);
      case LOG_SUM_EXP -> {
        double max = Math.max(a, x);
        yield Double.isFinite(max) ? max + Math.log1p(Math.exp(Math.min(a, x) - max)) : max;
      }
    };
  }

  /** The same for integers, with wrap-around. */
  public long add(long a, long x) {
    return switch (this) {
      case SUM -> a + x;
      case SUM_ABS -> a + Math.abs(x);
      case SUM_SQUARE -> a + x * x;
      case PRODUCT -> a * x;
      case MAX -> Math.max(a, x);
      case MIN -> Math.min(a, x);
      case LOG_SUM_EXP -> throw new IllegalArgumentException(this + " of integers");
    };
  }
}
