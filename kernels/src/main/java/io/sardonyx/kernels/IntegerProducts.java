package io.sardonyx.kernels;

/**
 * Sums of products of 8-bit integers, exact in 32 bits. Operands are widened to int with their zero
 * point taken off, since loops over ints are what the compiler turns into vector code.
 */
public final class IntegerProducts {

  private IntegerProducts() {}

  /** {@code to[i] = from[i] - zero}, of signed bytes. */
  public static void widen(byte[] from, int fromAt, int zero, int[] to, int toAt, int n) {
    for (int i = 0; i < n; i++) {
      to[toAt + i] = from[fromAt + i] - zero;
    }
  }

  /** {@code to[i] = from[i] - zero}, of unsigned bytes. */
  public static void widenUnsigned(byte[] from, int fromAt, int zero, int[] to, int toAt, int n) {
    for (int i = 0; i < n; i++) {
      to[toAt + i] = (from[fromAt + i] & 0xFF) - zero;
    }
  }

  /**
   * Products of rows: {@code y[row * yRow + column * yColumn]} is the sum of the products of row
   * {@code row} of {@code a} and row {@code column} of {@code b}.
   *
   * @param a {@code rows} rows of {@code k} elements, from {@code aAt} on
   * @param b {@code columns} rows of {@code k} elements, from {@code bAt} on
   */
  public static void rowProducts(
      int[] a,
      int aAt,
      int rows,
      int[] b,
      int bAt,
      int columns,
      int k,
      int[] y,
      int yAt,
      int yRow,
      int yColumn) {
    for (int r = 0; r < rows; r++) {
      int at = yAt + r * yRow;
      int c = 0;
      for (; c + 4 <= columns; c += 4) {
        dot4(a, aAt + r * k, b, bAt + c * k, k, y, at + c * yColumn, yColumn);
      }
      for (; c < columns; c++) {
        y[at + c * yColumn] = dot(a, aAt + r * k, b, bAt + c * k, k);
      }
    }
  }

  private static int dot(int[] a, int aAt, int[] b, int bAt, int k) {
    int sum = 0;
    for (int i = 0; i < k; i++) {
      sum += a[aAt + i] * b[bAt + i];
    }
    return sum;
  }

  /** Four rows of {@code b} at once, so that {@code a} is loaded once for all of them. */
  private static void dot4(
      int[] a, int aAt, int[] b, int bAt, int k, int[] y, int yAt, int yColumn) {
    int b1 = bAt + k;
    int b2 = b1 + k;
    int b3 = b2 + k;
    int sum0 = 0;
    int sum1 = 0;
    int sum2 = 0;
    int sum3 = 0;
    for (int i = 0; i < k; i++) {
      int x = a[aAt + i];
      sum0 += x * b[bAt + i];
      sum1 += x * b[b1 + i];
      sum2 += x * b[b2 + i];
      sum3 += x * b[b3 + i];
    }
    y[yAt] = sum0;
    y[yAt + yColumn] = sum1;
    y[yAt + 2 * yColumn] = sum2;
    y[yAt + 3 * yColumn] = sum3;
  }
}
