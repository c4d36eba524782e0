package io.sardonyx.kernels;

/** Functions of the bits of integers of any width, over ranges. */
public enum BitFunction {
  AND,
  OR,
  XOR;

  /**
   * Sets {@code z[zAt + i] = f(x[xAt + i], y[yAt + i])} for i in [0, n).
   *
   * @param x an array of bytes, shorts, ints or longs, as the others
   */
  public void run(Object x, int xAt, Object y, int yAt, Object z, int zAt, int n) {
    switch (z) {
      case byte[] bytes -> run((byte[]) x, xAt, (byte[]) y, yAt, bytes, zAt, n);
      case short[] shorts -> run((short[]) x, xAt, (short[]) y, yAt, shorts, zAt, n);
      case int[] ints -> run((int[]) x, xAt, (int[]) y, yAt, ints, zAt, n);
      case long[] longs -> run((long[]) x, xAt, (long[]) y, yAt, longs, zAt, n);
      default -> throw new IllegalArgumentException(z.getClass() + " holds no integers");
    }
  }

  private void run(byte[] x, int xAt, byte[] y, int yAt, byte[] z, int zAt, int n) {
    switch (this) {
      case AND -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] & y[yAt + i]);
        }
      }
      case OR -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] | y[yAt + i]);
        }
      }
      case XOR -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] ^ y[yAt + i]);
        }
      }
    }
  }

  private void run(short[] x, int xAt, short[] y, int yAt, short[] z, int zAt, int n) {
    switch (this) {
      case AND -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (short) (x[xAt + i] & y[yAt + i]);
        }
      }
      case OR -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (short) (x[xAt + i] | y[yAt + i]);
        }
      }
      case XOR -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (short) (x[xAt + i] ^ y[yAt + i]);
        }
      }
    }
  }

  private void run(int[] x, int xAt, int[] y, int yAt, int[] z, int zAt, int n) {
    switch (this) {
      case AND -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] & y[yAt + i];
        }
      }
      case OR -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] | y[yAt + i];
        }
      }
      case XOR -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] ^ y[yAt + i];
        }
      }
    }
  }

  private void run(long[] x, int xAt, long[] y, int yAt, long[] z, int zAt, int n) {
    switch (this) {
      case AND -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] & y[yAt + i];
        }
      }
      case OR -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] | y[yAt + i];
        }
      }
      case XOR -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = x[xAt + i] ^ y[yAt + i];
        }
      }
    }
  }
}
