package io.sardonyx.kernels;

/**
 * A comparison of two numbers; false if one of them is NaN. Results are bytes, 1 for true. Floats
 * have {@linkplain ElementwiseKernels#compare kernels}.
 */
public enum Comparison {
  EQUAL,
  LESS,
  LESS_OR_EQUAL;

  /** Compares ranges of doubles. */
  public void run(double[] x, int xAt, double[] y, int yAt, byte[] z, int zAt, int n) {
    switch (this) {
      case EQUAL -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] == y[yAt + i] ? 1 : 0);
        }
      }
      case LESS -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] < y[yAt + i] ? 1 : 0);
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] <= y[yAt + i] ? 1 : 0);
        }
      }
    }
  }

  /** Compares ranges of ints. */
  public void run(int[] x, int xAt, int[] y, int yAt, byte[] z, int zAt, int n) {
    switch (this) {
      case EQUAL -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] == y[yAt + i] ? 1 : 0);
        }
      }
      case LESS -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] < y[yAt + i] ? 1 : 0);
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] <= y[yAt + i] ? 1 : 0);
        }
      }
    }
  }

  /** Compares ranges of longs. */
  public void run(long[] x, int xAt, long[] y, int yAt, byte[] z, int zAt, int n) {
    switch (this) {
      case EQUAL -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] == y[yAt + i] ? 1 : 0);
        }
      }
      case LESS -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] < y[yAt + i] ? 1 : 0);
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] <= y[yAt + i] ? 1 : 0);
        }
      }
    }
  }

  /** Compares ranges of longs without sign. */
  public void runUnsigned(long[] x, int xAt, long[] y, int yAt, byte[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      int order = Long.compareUnsigned(x[xAt + i], y[yAt + i]);
      z[zAt + i] = (byte) (holds(order) ? 1 : 0);
    }
  }

  private boolean holds(int order) {
    return switch (this) {
      case EQUAL -> order == 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
    };
  }
}
