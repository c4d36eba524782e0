package io.sardonyx.kernels;

/**
 * Functions of two integers over ranges. The loops are plain; the compiler turns the simple ones
 * into vector code by itself.
 */
public final class IntegerLoops {

  private IntegerLoops() {}

  /**
   * Sets {@code z[zAt + i] = f(x[xAt + i], y[yAt + i])} for i in [0, n).
   *
   * @throws ArithmeticException for a division by zero
   */
  public static void binary(
      BinaryFunction f, int[] x, int xAt, int[] y, int yAt, int[] z, int zAt, int n) {
    switch (f) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] + y[yAt + i];
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] - y[yAt + i];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] * y[yAt + i];
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = Math.min(x[xAt + i], y[yAt + i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = Math.max(x[xAt + i], y[yAt + i]);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (int) f.applyInteger(x[xAt + i], y[yAt + i]);
        }
      }
    }
  }

  /** The same for longs. */
  public static void binary(
      BinaryFunction f, long[] x, int xAt, long[] y, int yAt, long[] z, int zAt, int n) {
    switch (f) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] + y[yAt + i];
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] - y[yAt + i];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] * y[yAt + i];
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = Math.min(x[xAt + i], y[yAt + i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = Math.max(x[xAt + i], y[yAt + i]);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = f.applyInteger(x[xAt + i], y[yAt + i]);
        }
      }
    }
  }

  /** The same for longs without sign. */
  public static void binaryUnsigned(
      BinaryFunction f, long[] x, int xAt, long[] y, int yAt, long[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = f.applyUnsigned(x[xAt + i], y[yAt + i]);
    }
  }
}
