package io.sardonyx.kernels;

import java.util.Arrays;

/** Moves elements of arrays of any type: the bits count, not what they mean. */
public final class Moves {

  private Moves() {}

  /**
   * Copies rows of {@code n} elements one after the other: sets {@code to[toAt + r * n + i] =
   * from[at + r * rowStride + i * step]}.
   *
   * @param from an array of the same type as {@code to}
   * @param step 1, or 0 to repeat one element
   */
  public static void rows(
      Object from, int at, int rowStride, int step, Object to, int toAt, int rows, int n) {
    if (step == 1 && rowStride == 0 && rows > 1) {
      rows(from, at, 0, 1, to, toAt, 1, n);
      for (int done = n, all = rows * n; done < all; done *= 2) {
        System.arraycopy(to, toAt, to, toAt + done, Math.min(done, all - done));
      }
      return;
    }
    if (step == 1 && n >= 16) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(from, at + r * rowStride, to, toAt + r * n, n);
      }
      return;
    }
    switch (to) {
      case float[] floats -> rows((float[]) from, at, rowStride, step, floats, toAt, rows, n);
      case double[] doubles -> rows((double[]) from, at, rowStride, step, doubles, toAt, rows, n);
      case long[] longs -> rows((long[]) from, at, rowStride, step, longs, toAt, rows, n);
      case int[] ints -> rows((int[]) from, at, rowStride, step, ints, toAt, rows, n);
      case short[] shorts -> rows((short[]) from, at, rowStride, step, shorts, toAt, rows, n);
      case byte[] bytes -> rows((byte[]) from, at, rowStride, step, bytes, toAt, rows, n);
      case String[] strings -> rows((String[]) from, at, rowStride, step, strings, toAt, rows, n);
      default -> throw new IllegalArgumentException(to.getClass().toString());
    }
  }

  private static void rows(
      float[] from, int at, int rowStride, int step, float[] to, int toAt, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowStride;
      int start = toAt + r * n;
      if (step == 0) {
        Arrays.fill(to, start, start + n, from[row]);
      } else {
        for (int i = 0; i < n; i++) {
          to[start + i] = from[row + i];
        }
      }
    }
  }

  private static void rows(
      double[] from, int at, int rowStride, int step, double[] to, int toAt, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowStride;
      int start = toAt + r * n;
      if (step == 0) {
        Arrays.fill(to, start, start + n, from[row]);
      } else {
        for (int i = 0; i < n; i++) {
          to[start + i] = from[row + i];
        }
      }
    }
  }

  private static void rows(
      long[] from, int at, int rowStride, int step, long[] to, int toAt, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowStride;
      int start = toAt + r * n;
      if (step == 0) {
        Arrays.fill(to, start, start + n, from[row]);
      } else {
        for (int i = 0; i < n; i++) {
          to[start + i] = from[row + i];
        }
      }
    }
  }

  private static void rows(
      int[] from, int at, int rowStride, int step, int[] to, int toAt, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowStride;
      int start = toAt + r * n;
      if (step == 0) {
        Arrays.fill(to, start, start + n, from[row]);
      } else {
        for (int i = 0; i < n; i++) {
          to[start + i] = from[row + i];
        }
      }
    }
  }

  private static void rows(
      short[] from, int at, int rowStride, int step, short[] to, int toAt, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowStride;
      int start = toAt + r * n;
      if (step == 0) {
        Arrays.fill(to, start, start + n, from[row]);
      } else {
        for (int i = 0; i < n; i++) {
          to[start + i] = from[row + i];
        }
      }
    }
  }

  private static void rows(
      byte[] from, int at, int rowStride, int step, byte[] to, int toAt, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowStride;
      int start = toAt + r * n;
      if (step == 0) {
        Arrays.fill(to, start, start + n, from[row]);
      } else {
        for (int i = 0; i < n; i++) {
          to[start + i] = from[row + i];
        }
      }
    }
  }

  private static void rows(
      String[] from, int at, int rowStride, int step, String[] to, int toAt, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowStride;
      int start = toAt + r * n;
      if (step == 0) {
        Arrays.fill(to, start, start + n, from[row]);
      } else {
        for (int i = 0; i < n; i++) {
          to[start + i] = from[row + i];
        }
      }
    }
  }

  /**
   * Sets {@code z[zAt + i]} to x[xAt + i] where c[cAt + i] is not 0, else to y[yAt + i]. Floats
   * have {@linkplain ElementwiseKernels#select a kernel}.
   */
  public static void select(
      byte[] c, int cAt, Object x, int xAt, Object y, int yAt, Object z, int zAt, int n) {
    switch (z) {
      case float[] floats -> select(c, cAt, (float[]) x, xAt, (float[]) y, yAt, floats, zAt, n);
      case double[] doubles ->
          select(c, cAt, (double[]) x, xAt, (double[]) y, yAt, doubles, zAt, n);
      case long[] longs -> select(c, cAt, (long[]) x, xAt, (long[]) y, yAt, longs, zAt, n);
      case int[] ints -> select(c, cAt, (int[]) x, xAt, (int[]) y, yAt, ints, zAt, n);
      case short[] shorts -> select(c, cAt, (short[]) x, xAt, (short[]) y, yAt, shorts, zAt, n);
      case byte[] bytes -> select(c, cAt, (byte[]) x, xAt, (byte[]) y, yAt, bytes, zAt, n);
      case String[] strings ->
          select(c, cAt, (String[]) x, xAt, (String[]) y, yAt, strings, zAt, n);
      default -> throw new IllegalArgumentException(z.getClass().toString());
    }
  }

  private static void select(
      byte[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x[xAt + i] : y[yAt + i];
    }
  }

  private static void select(
      byte[] c, int cAt, double[] x, int xAt, double[] y, int yAt, double[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x[xAt + i] : y[yAt + i];
    }
  }

  private static void select(
      byte[] c, int cAt, long[] x, int xAt, long[] y, int yAt, long[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x[xAt + i] : y[yAt + i];
    }
  }

  private static void select(
      byte[] c, int cAt, int[] x, int xAt, int[] y, int yAt, int[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x[xAt + i] : y[yAt + i];
    }
  }

  private static void select(
      byte[] c, int cAt, short[] x, int xAt, short[] y, int yAt, short[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x[xAt + i] : y[yAt + i];
    }
  }

  private static void select(
      byte[] c, int cAt, byte[] x, int xAt, byte[] y, int yAt, byte[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x[xAt + i] : y[yAt + i];
    }
  }

  private static void select(
      byte[] c, int cAt, String[] x, int xAt, String[] y, int yAt, String[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x[xAt + i] : y[yAt + i];
    }
  }
}
