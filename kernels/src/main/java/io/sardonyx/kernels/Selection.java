package io.sardonyx.kernels;

/** Chooses between the elements of two arrays of any type: the bits are only moved. */
public final class Selection {

  private Selection() {}

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
