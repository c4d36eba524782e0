package io.sardonyx.kernels;

import java.util.Arrays;

/**
 * The discrete Fourier transform in single precision of one length without other prime factors than
 * 2, 3 and 5, by Stockham's self-sorting algorithm. Complex numbers are interleaved pairs.
 * Immutable and thread-safe.
 *
 * @see Fourier
 */
public final class FloatFourier {

  private final int n;

  /** The n-th roots of unity, clockwise: e^(-2πik/n). */
  private final float[] roots;

  private final int[] factors;

  /**
   * Prepares transforms of length {@code n}.
   *
   * @throws IllegalArgumentException if the length has other prime factors
   */
  public FloatFourier(int n) {
    if (!isSupported(n)) {
      throw new IllegalArgumentException("length " + n);
    }
    this.n = n;
    this.factors = factors(n);
    this.roots = new float[Math.multiplyExact(2, n)];
    for (int k = 0; k < n; k++) {
      roots[2 * k] = (float) Math.cos(2 * Math.PI * k / n);
      roots[2 * k + 1] = (float) -Math.sin(2 * Math.PI * k / n);
    }
  }

  /** Whether there is a transform of this length. */
  public static boolean isSupported(int n) {
    int rest = n;
    for (int p : new int[] {2, 3, 5}) {
      while (rest > 1 && rest % p == 0) {
        rest /= p;
      }
    }
    return rest == 1;
  }

  /** A single 2 if there is one, then fours, then threes and fives. */
  private static int[] factors(int n) {
    int[] found = new int[32];
    int count = 0;
    int rest = n;
    if (Integer.numberOfTrailingZeros(n) % 2 == 1) {
      found[count++] = 2;
      rest /= 2;
    }
    for (int p : new int[] {4, 3, 5}) {
      while (rest % p == 0) {
        found[count++] = p;
        rest /= p;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /**
   * Replaces {@code n} complex numbers by their transform, without a factor: for the inverse, take
   * conjugates before and after.
   *
   * @param scratch room for as many numbers
   */
  public void transform(float[] x, int at, float[] scratch, int scratchAt) {
    float[] from = x;
    int fromAt = at;
    float[] to = scratch;
    int toAt = scratchAt;
    int stride = 1;
    int left = n;
    for (int p : factors) {
      left /= p;
      switch (p) {
        case 2 -> radix2(from, fromAt, to, toAt, left, stride);
        case 3 -> radix3(from, fromAt, to, toAt, left, stride);
        case 4 -> radix4(from, fromAt, to, toAt, left, stride);
        default -> radix5(from, fromAt, to, toAt, left, stride);
      }
      stride *= p;
      float[] array = from;
      int arrayAt = fromAt;
      from = to;
      fromAt = toAt;
      to = array;
      toAt = arrayAt;
    }
    if (factors.length % 2 == 1) {
      System.arraycopy(from, fromAt, x, at, 2 * n);
    }
  }

  /** Stores a number times a root. */
  private void put(float[] y, int at, float re, float im, int root) {
    y[at] = re * roots[root] - im * roots[root + 1];
    y[at + 1] = re * roots[root + 1] + im * roots[root];
  }

  private void radix2(float[] x, int xAt, float[] y, int yAt, int m, int stride) {
    int part = 2 * m * stride;
    int s = 2 * stride;
    for (int p = 0; p < m; p++) {
      int w = p * s;
      for (int q = 0; q < s; q += 2) {
        int a = xAt + w + q;
        int b = a + part;
        int o = yAt + 2 * w + q;
        y[o] = x[a] + x[b];
        y[o + 1] = x[a + 1] + x[b + 1];
        put(y, o + s, x[a] - x[b], x[a + 1] - x[b + 1], w);
      }
    }
  }

  private void radix3(float[] x, int xAt, float[] y, int yAt, int m, int stride) {
    final float cos = -0.5f;
    final float sin = -0.8660254f;
    int part = 2 * m * stride;
    int s = 2 * stride;
    for (int p = 0; p < m; p++) {
      int w = p * s;
      for (int q = 0; q < s; q += 2) {
        int a = xAt + w + q;
        int b = a + part;
        int c = b + part;
        int o = yAt + 3 * w + q;
        float sumR = x[b] + x[c];
        float sumI = x[b + 1] + x[c + 1];
        float differenceR = x[b] - x[c];
        float differenceI = x[b + 1] - x[c + 1];
        y[o] = x[a] + sumR;
        y[o + 1] = x[a + 1] + sumI;
        float evenR = x[a] + sumR * cos;
        float evenI = x[a + 1] + sumI * cos;
        float oddR = -(differenceI * sin);
        float oddI = differenceR * sin;
        put(y, o + s, evenR + oddR, evenI + oddI, w);
        put(y, o + 2 * s, evenR - oddR, evenI - oddI, 2 * w);
      }
    }
  }

  private void radix4(float[] x, int xAt, float[] y, int yAt, int m, int stride) {
    int part = 2 * m * stride;
    int s = 2 * stride;
    for (int p = 0; p < m; p++) {
      int w = p * s;
      for (int q = 0; q < s; q += 2) {
        int a = xAt + w + q;
        int b = a + part;
        int c = b + part;
        int d = c + part;
        int o = yAt + 4 * w + q;
        float sumR = x[a] + x[c];
        float sumI = x[a + 1] + x[c + 1];
        float differenceR = x[a] - x[c];
        float differenceI = x[a + 1] - x[c + 1];
        float oddR = x[b] + x[d];
        float oddI = x[b + 1] + x[d + 1];
        // The difference of b and d, turned clockwise by a right angle.
        float turnedR = x[b + 1] - x[d + 1];
        float turnedI = x[d] - x[b];
        y[o] = sumR + oddR;
        y[o + 1] = sumI + oddI;
        put(y, o + s, differenceR + turnedR, differenceI + turnedI, w);
        put(y, o + 2 * s, sumR - oddR, sumI - oddI, 2 * w);
        put(y, o + 3 * s, differenceR - turnedR, differenceI - turnedI, 3 * w);
      }
    }
  }

  private void radix5(float[] x, int xAt, float[] y, int yAt, int m, int stride) {
    final float cos1 = 0.309017f;
    final float cos2 = -0.809017f;
    final float sin1 = -0.95105654f;
    final float sin2 = -0.58778524f;
    int part = 2 * m * stride;
    int s = 2 * stride;
    for (int p = 0; p < m; p++) {
      int w = p * s;
      for (int q = 0; q < s; q += 2) {
        int a = xAt + w + q;
        int b = a + part;
        int c = b + part;
        int d = c + part;
        int e = d + part;
        int o = yAt + 5 * w + q;
        float outerR = x[b] + x[e];
        float outerI = x[b + 1] + x[e + 1];
        float outerDifferenceR = x[b] - x[e];
        float outerDifferenceI = x[b + 1] - x[e + 1];
        float innerR = x[c] + x[d];
        float innerI = x[c + 1] + x[d + 1];
        float innerDifferenceR = x[c] - x[d];
        float innerDifferenceI = x[c + 1] - x[d + 1];
        y[o] = x[a] + outerR + innerR;
        y[o + 1] = x[a + 1] + outerI + innerI;
        float evenR = x[a] + cos1 * outerR + cos2 * innerR;
        float evenI = x[a + 1] + cos1 * outerI + cos2 * innerI;
        float oddR = -(sin1 * outerDifferenceI + sin2 * innerDifferenceI);
        float oddI = sin1 * outerDifferenceR + sin2 * innerDifferenceR;
        put(y, o + s, evenR + oddR, evenI + oddI, w);
        put(y, o + 4 * s, evenR - oddR, evenI - oddI, 4 * w);
        evenR = x[a] + cos2 * outerR + cos1 * innerR;
        evenI = x[a + 1] + cos2 * outerI + cos1 * innerI;
        oddR = -(sin2 * outerDifferenceI - sin1 * innerDifferenceI);
        oddI = sin2 * outerDifferenceR - sin1 * innerDifferenceR;
        put(y, o + 2 * s, evenR + oddR, evenI + oddI, 2 * w);
        put(y, o + 3 * s, evenR - oddR, evenI - oddI, 3 * w);
      }
    }
  }
}
