package io.sardonyx.ops.tensor;

import java.util.Arrays;

/** The loops of {@link NonZero}. */
final class NonZeros {

  private NonZeros() {}

  /**
   * Lists the elements of a range that are not zero: each number is written, and stays if it
   * counts, so that the processor has nothing to guess.
   *
   * @param mask what a 16-bit element's bits are masked with, to make -0 of a float a zero
   * @param first the number of the element at {@code at}
   * @param found gets the elements' numbers, from {@code to} on; has room for {@code n}
   * @return how many there are
   */
  static int find(Object x, int at, int n, int mask, int first, int[] found, int to) {
    int end = to;
    switch (x) {
      case float[] a -> {
        for (int i = 0; i < n; i++) {
          found[end] = first + i;
          end += a[at + i] != 0 ? 1 : 0;
        }
      }
      case double[] a -> {
        for (int i = 0; i < n; i++) {
          found[end] = first + i;
          end += a[at + i] != 0 ? 1 : 0;
        }
      }
      case long[] a -> {
        for (int i = 0; i < n; i++) {
          found[end] = first + i;
          end += a[at + i] != 0 ? 1 : 0;
        }
      }
      case int[] a -> {
        for (int i = 0; i < n; i++) {
          found[end] = first + i;
          end += a[at + i] != 0 ? 1 : 0;
        }
      }
      case short[] a -> {
        for (int i = 0; i < n; i++) {
          found[end] = first + i;
          end += (a[at + i] & mask) != 0 ? 1 : 0;
        }
      }
      case byte[] a -> {
        for (int i = 0; i < n; i++) {
          found[end] = first + i;
          end += a[at + i] != 0 ? 1 : 0;
        }
      }
      case String[] a -> {
        for (int i = 0; i < n; i++) {
          found[end] = first + i;
          end += a[at + i].isEmpty() ? 0 : 1;
        }
      }
      default -> throw new IllegalArgumentException(x.getClass().toString());
    }
    return end - to;
  }

  /** The same for complex numbers, which are two array elements each. */
  static int findComplex(Object x, int at, int n, int first, int[] found, int to) {
    int end = to;
    for (int i = 0; i < n; i++) {
      int real = at + 2 * i;
      boolean isZero =
          x instanceof float[] a
              ? a[real] == 0 && a[real + 1] == 0
              : ((double[]) x)[real] == 0 && ((double[]) x)[real + 1] == 0;
      found[end] = first + i;
      end += isZero ? 0 : 1;
    }
    return end - to;
  }

  /**
   * Writes the indices along every dimension of elements whose numbers rise.
   *
   * @param column the first one's column in {@code indices}
   * @param columns how many each row of {@code indices} has
   */
  static void unravel(
      int[] found, int at, int n, long[] dims, long[] indices, int column, int columns) {
    int last = dims.length - 1;
    if (last == 0) {
      for (int i = 0; i < n; i++) {
        indices[column + i] = found[at + i];
      }
      return;
    }
    int size = (int) dims[last];
    long[] index = new long[last];
    int start = 0;
    int end = 0;
    for (int i = 0; i < n; ) {
      if (found[at + i] >= end) {
        int row = found[at + i] / size;
        start = row * size;
        end = start + size;
        for (int d = last - 1; d >= 0; d--) {
          index[d] = row % dims[d];
          row /= (int) dims[d];
        }
      }
      int from = i;
      int to = last * columns + column;
      while (i < n && found[at + i] < end) {
        indices[to + i] = found[at + i] - start;
        i++;
      }
      for (int d = 0; d < last; d++) {
        Arrays.fill(indices, d * columns + column + from, d * columns + column + i, index[d]);
      }
    }
  }
}
