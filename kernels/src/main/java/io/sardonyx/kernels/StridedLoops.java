package io.sardonyx.kernels;

import java.util.Arrays;

/**
 * Copies of two-dimensional pieces of arrays with any strides, zero and negative ones too. The same
 * for all kernel sets: the bits are only moved.
 */
public final class StridedLoops {

  /** Runs shorter than this are copied faster by a loop than by the library. */
  private static final int SHORT_RUN = 12;

  private StridedLoops() {}

  /**
   * Sets {@code y[yAt + r * yRow + c * yColumn] = x[xAt + r * xRow + c * xColumn]} for r in [0,
   * rows) and c in [0, columns). The places must not overlap.
   *
   * @param x an array of any type but booleans and chars
   * @param y an array of the same type
   */
  public static void copy(
      Object x,
      int xAt,
      int xRow,
      int xColumn,
      Object y,
      int yAt,
      int yRow,
      int yColumn,
      int rows,
      int columns) {
    boolean runs = xColumn == 1 && yColumn == 1;
    if (runs && ((xRow == columns && yRow == columns) || rows == 1)) {
      System.arraycopy(x, xAt, y, yAt, rows * columns);
    } else if (runs && columns >= SHORT_RUN) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(x, xAt + r * xRow, y, yAt + r * yRow, columns);
      }
    } else if (columns < rows && xColumn != 0) {
      // The longer loop inside.
      loop(x, xAt, xColumn, xRow, y, yAt, yColumn, yRow, columns, rows);
    } else {
      loop(x, xAt, xRow, xColumn, y, yAt, yRow, yColumn, rows, columns);
    }
  }

  /**
   * Copies rows of {@code n} elements one after the other: sets {@code y[yAt + r * n + i] = x[xAt +
   * r * xRow + i * xStep]}.
   *
   * @param xStep 1, or 0 to repeat one element, which may then lie in the range that is set
   */
  public static void rows(
      Object x, int xAt, int xRow, int xStep, Object y, int yAt, int rows, int n) {
    if (xStep == 1 && xRow == 0 && rows > 1) {
      System.arraycopy(x, xAt, y, yAt, n);
      for (int done = n, all = rows * n; done < all; done *= 2) {
        System.arraycopy(y, yAt, y, yAt + done, Math.min(done, all - done));
      }
      return;
    }
    copy(x, xAt, xRow, xStep, y, yAt, n, 1, rows, n);
  }

  private static void loop(
      Object x,
      int xAt,
      int xRow,
      int xColumn,
      Object y,
      int yAt,
      int yRow,
      int yColumn,
      int rows,
      int columns) {
    boolean fill = xColumn == 0 && yColumn == 1;
    for (int r = 0; r < rows; r++) {
      int from = xAt + r * xRow;
      int to = yAt + r * yRow;
      if (fill) {
        fill(x, from, y, to, columns);
      } else {
        move(x, from, xColumn, y, to, yColumn, columns);
      }
    }
  }

  /** Sets elements [to, to + n) to one element of another array of the same type. */
  private static void fill(Object x, int from, Object y, int to, int n) {
    switch (y) {
      case float[] a -> Arrays.fill(a, to, to + n, ((float[]) x)[from]);
      case double[] a -> Arrays.fill(a, to, to + n, ((double[]) x)[from]);
      case long[] a -> Arrays.fill(a, to, to + n, ((long[]) x)[from]);
      case int[] a -> Arrays.fill(a, to, to + n, ((int[]) x)[from]);
      case short[] a -> Arrays.fill(a, to, to + n, ((short[]) x)[from]);
      case byte[] a -> Arrays.fill(a, to, to + n, ((byte[]) x)[from]);
      case Object[] a -> Arrays.fill(a, to, to + n, ((Object[]) x)[from]);
      default -> throw new IllegalArgumentException(y.getClass().toString());
    }
  }

  private static void move(Object x, int from, int xStep, Object y, int to, int yStep, int n) {
    switch (y) {
      case float[] a -> move((float[]) x, from, xStep, a, to, yStep, n);
      case double[] a -> move((double[]) x, from, xStep, a, to, yStep, n);
      case long[] a -> move((long[]) x, from, xStep, a, to, yStep, n);
      case int[] a -> move((int[]) x, from, xStep, a, to, yStep, n);
      case short[] a -> move((short[]) x, from, xStep, a, to, yStep, n);
      case byte[] a -> move((byte[]) x, from, xStep, a, to, yStep, n);
      case Object[] a -> move((Object[]) x, from, xStep, a, to, yStep, n);
      default -> throw new IllegalArgumentException(y.getClass().toString());
    }
  }

  private static void move(float[] x, int from, int xStep, float[] y, int to, int yStep, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i * yStep] = x[from + i * xStep];
    }
  }

  private static void move(double[] x, int from, int xStep, double[] y, int to, int yStep, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i * yStep] = x[from + i * xStep];
    }
  }

  private static void move(long[] x, int from, int xStep, long[] y, int to, int yStep, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i * yStep] = x[from + i * xStep];
    }
  }

  private static void move(int[] x, int from, int xStep, int[] y, int to, int yStep, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i * yStep] = x[from + i * xStep];
    }
  }

  private static void move(short[] x, int from, int xStep, short[] y, int to, int yStep, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i * yStep] = x[from + i * xStep];
    }
  }

  private static void move(byte[] x, int from, int xStep, byte[] y, int to, int yStep, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i * yStep] = x[from + i * xStep];
    }
  }

  private static void move(Object[] x, int from, int xStep, Object[] y, int to, int yStep, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i * yStep] = x[from + i * xStep];
    }
  }

  /**
   * The same copy for elements of less than a byte; positions and strides count elements.
   *
   * @param bits 4 or 2; the first element of a byte is in its lowest bits
   */
  public static void copyPacked(
      int bits,
      byte[] x,
      int xAt,
      int xRow,
      int xColumn,
      byte[] y,
      int yAt,
      int yRow,
      int yColumn,
      int rows,
      int columns) {
    int perByte = 8 / bits;
    int mask = (1 << bits) - 1;
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int from = xAt + r * xRow + c * xColumn;
        int to = yAt + r * yRow + c * yColumn;
        int element = (x[from / perByte] >> (from % perByte * bits)) & mask;
        int shift = to % perByte * bits;
        y[to / perByte] = (byte) ((y[to / perByte] & ~(mask << shift)) | element << shift);
      }
    }
  }
}
