package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.UnaryFunction;

/** Simple functions of doubles, as loops that the compiler turns into vector code by itself. */
final class DoubleArithmetic {

  private DoubleArithmetic() {}

  /** Computes a range; false, without having written anything, if there is no loop for it. */
  static boolean run(UnaryFunction f, double[] x, int xAt, double[] y, int yAt, int n) {
    switch (f) {
      case ABS -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.abs(x[xAt + i]);
        }
      }
      case NEG -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = -x[xAt + i];
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.sqrt(x[xAt + i]);
        }
      }
      case RECIPROCAL -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = 1 / x[xAt + i];
        }
      }
      case FLOOR -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.floor(x[xAt + i]);
        }
      }
      case CEIL -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.ceil(x[xAt + i]);
        }
      }
      case ROUND -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.rint(x[xAt + i]);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The same for two ranges. */
  static boolean run(
      BinaryFunction f, double[] x, int xAt, double[] y, int yAt, double[] z, int zAt, int n) {
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
      case DIV -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] / y[yAt + i];
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
        return false;
      }
    }
    return true;
  }
}
