package io.sardonyx.ops.family;

import java.util.Arrays;

/**
 * Moves runs of neighbouring elements between arrays of the same storage, whatever the element type
 * is. Positions and lengths count array elements: two for a complex number. Packed types, whose
 * elements share bytes, cannot be moved so.
 */
public final class Moves {

  /** From this length on a call of {@link System#arraycopy} is cheaper than a loop. */
  private static final int LONG_RUN = 16;

  private Moves() {}

  /**
   * Copies {@code count} runs, each from {@code fromAt} plus its offset, one after the other to
   * {@code toAt}.
   *
   * @param offsets one for each run, from index {@code first} on
   */
  public static void gather(
      Object from, int fromAt, int[] offsets, int first, int count, int run, Object to, int toAt) {
    gather(from, fromAt, offsets, first, count, run, to, toAt, run);
  }

  /** The same with {@code step} elements from the beginning of one copied run to the next. */
  public static void gather(
      Object from,
      int fromAt,
      int[] offsets,
      int first,
      int count,
      int run,
      Object to,
      int toAt,
      int step) {
    if (run >= LONG_RUN) {
      for (int i = 0; i < count; i++) {
        System.arraycopy(from, fromAt + offsets[first + i], to, toAt + i * step, run);
      }
      return;
    }
    for (int j = 0; j < run; j++) {
      pick(from, fromAt + j, offsets, first, count, to, toAt + j, step);
    }
  }

  private static void pick(
      Object from, int at, int[] offsets, int first, int count, Object to, int toAt, int step) {
    switch (from) {
      case float[] a -> {
        float[] b = (float[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + i * step] = a[at + offsets[first + i]];
        }
      }
      case double[] a -> {
        double[] b = (double[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + i * step] = a[at + offsets[first + i]];
        }
      }
      case long[] a -> {
        long[] b = (long[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + i * step] = a[at + offsets[first + i]];
        }
      }
      case int[] a -> {
        int[] b = (int[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + i * step] = a[at + offsets[first + i]];
        }
      }
      case short[] a -> {
        short[] b = (short[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + i * step] = a[at + offsets[first + i]];
        }
      }
      case byte[] a -> {
        byte[] b = (byte[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + i * step] = a[at + offsets[first + i]];
        }
      }
      case String[] a -> {
        String[] b = (String[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + i * step] = a[at + offsets[first + i]];
        }
      }
      default -> throw new IllegalArgumentException(from.getClass().toString());
    }
  }

  /**
   * Copies {@code count} runs that lie one after the other from {@code fromAt} on, each to {@code
   * toAt} plus its offset; of several with the same offset the last one stays.
   */
  public static void scatter(
      Object from, int fromAt, int count, int run, Object to, int toAt, int[] offsets) {
    if (run >= LONG_RUN) {
      for (int i = 0; i < count; i++) {
        System.arraycopy(from, fromAt + i * run, to, toAt + offsets[i], run);
      }
      return;
    }
    for (int j = 0; j < run; j++) {
      put(from, fromAt + j, run, count, to, toAt + j, offsets);
    }
  }

  /** Sets elements at offsets to every {@code step}-th element of {@code from}; 0: always one. */
  public static void put(
      Object from, int at, int step, int count, Object to, int toAt, int[] offsets) {
    switch (from) {
      case float[] a -> {
        float[] b = (float[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + offsets[i]] = a[at + i * step];
        }
      }
      case double[] a -> {
        double[] b = (double[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + offsets[i]] = a[at + i * step];
        }
      }
      case long[] a -> {
        long[] b = (long[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + offsets[i]] = a[at + i * step];
        }
      }
      case int[] a -> {
        int[] b = (int[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + offsets[i]] = a[at + i * step];
        }
      }
      case short[] a -> {
        short[] b = (short[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + offsets[i]] = a[at + i * step];
        }
      }
      case byte[] a -> {
        byte[] b = (byte[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + offsets[i]] = a[at + i * step];
        }
      }
      case String[] a -> {
        String[] b = (String[]) to;
        for (int i = 0; i < count; i++) {
          b[toAt + offsets[i]] = a[at + i * step];
        }
      }
      default -> throw new IllegalArgumentException(from.getClass().toString());
    }
  }

  /** Sets {@code n} array elements to zero, false or the empty string. */
  public static void clear(Object to, int at, int n) {
    switch (to) {
      case float[] a -> Arrays.fill(a, at, at + n, 0);
      case double[] a -> Arrays.fill(a, at, at + n, 0);
      case long[] a -> Arrays.fill(a, at, at + n, 0);
      case int[] a -> Arrays.fill(a, at, at + n, 0);
      case short[] a -> Arrays.fill(a, at, at + n, (short) 0);
      case byte[] a -> Arrays.fill(a, at, at + n, (byte) 0);
      case String[] a -> Arrays.fill(a, at, at + n, "");
      default -> throw new IllegalArgumentException(to.getClass().toString());
    }
  }

  /** Repeats the run of {@code run} elements at {@code from} until {@code n} elements are set. */
  public static void fill(Object from, int fromAt, int run, Object to, int toAt, int n) {
    if (n == 0) {
      return;
    }
    System.arraycopy(from, fromAt, to, toAt, run);
    for (int done = run; done < n; ) {
      int more = Math.min(done, n - done);
      System.arraycopy(to, toAt, to, toAt + done, more);
      done += more;
    }
  }
}
