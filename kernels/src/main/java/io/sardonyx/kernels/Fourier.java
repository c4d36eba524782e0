package io.sardonyx.kernels;

import java.util.Arrays;

/**
 * The discrete Fourier transform of one length in double precision: Stockham's self-sorting
 * algorithm for lengths with small prime factors, Bluestein's for all others, so that every length
 * n takes O(n log n) time. Complex numbers are interleaved pairs. Immutable and thread-safe.
 */
public final class Fourier {

  /** Lengths with a larger prime factor are left to Bluestein's algorithm. */
  private static final int LARGEST_FACTOR = 31;

  private final int n;

  /** The n-th roots of unity, clockwise: e^(-2πik/n). */
  private final double[] roots;

  private final int[] factors;

  /** Null if Stockham's algorithm is used. */
  private final Bluestein bluestein;

  /**
   * Prepares transforms of length {@code n}.
   *
   * @param n at least 1
   */
  public Fourier(int n) {
    this.n = n;
    this.factors = factors(n);
    boolean isSmooth = factors.length == 0 || factors[factors.length - 1] <= LARGEST_FACTOR;
    this.roots = isSmooth ? roots(n, n) : new double[0];
    this.bluestein = isSmooth ? null : new Bluestein(n);
  }

  /** The prime factors in ascending order. */
  private static int[] factors(int n) {
    int[] found = new int[32];
    int count = 0;
    int rest = n;
    for (int p = 2; rest > 1; ) {
      if (rest % p == 0) {
        found[count++] = p;
        rest /= p;
      } else {
        p = (long) p * p > rest ? rest : p + 1;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The first {@code count} powers of e^(-2πi/n). */
  private static double[] roots(int n, int count) {
    double[] roots = new double[Math.multiplyExact(2, count)];
    for (int k = 0; k < count; k++) {
      roots[2 * k] = Math.cos(2 * Math.PI * k / n);
      roots[2 * k + 1] = -Math.sin(2 * Math.PI * k / n);
    }
    return roots;
  }

  /** Doubles that {@link #transform} needs as scratch. */
  public int scratchLength() {
    return bluestein == null ? Math.multiplyExact(2, n) : bluestein.scratchLength();
  }

  /**
   * Replaces {@code n} complex numbers by their transform, without a factor: for the inverse, take
   * conjugates before and after.
   */
  public void transform(double[] x, int at, double[] scratch, int scratchAt) {
    if (bluestein != null) {
      bluestein.transform(x, at, scratch, scratchAt);
      return;
    }
    double[] from = x;
    int fromAt = at;
    double[] to = scratch;
    int toAt = scratchAt;
    int stride = 1;
    int left = n;
    for (int p : factors) {
      left /= p;
      if (p == 2) {
        radix2(from, fromAt, to, toAt, left, stride);
      } else {
        radix(p, from, fromAt, to, toAt, left, stride);
      }
      stride *= p;
      double[] array = from;
      int arrayAt = fromAt;
      from = to;
      fromAt = toAt;
      to = array;
      toAt = arrayAt;
    }
    if (from != x || fromAt != at) {
      System.arraycopy(from, fromAt, x, at, 2 * n);
    }
  }

  private void radix2(double[] x, int xAt, double[] y, int yAt, int m, int stride) {
    int half = 2 * m * stride;
    for (int p = 0; p < m; p++) {
      double wr = roots[2 * p * stride];
      double wi = roots[2 * p * stride + 1];
      int in = xAt + 2 * p * stride;
      int out = yAt + 4 * p * stride;
      for (int q = 0; q < 2 * stride; q += 2) {
        double ar = x[in + q];
        double ai = x[in + q + 1];
        double br = x[in + q + half];
        double bi = x[in + q + half + 1];
        y[out + q] = ar + br;
        y[out + q + 1] = ai + bi;
        double dr = ar - br;
        double di = ai - bi;
        y[out + q + 2 * stride] = dr * wr - di * wi;
        y[out + q + 2 * stride + 1] = dr * wi + di * wr;
      }
    }
  }

  private void put(double[] y, int at, double re, double im, int root) {
    y[at] = re * roots[root] - im * roots[root + 1];
    y[at + 1] = re * roots[root + 1] + im * roots[root];
  }

  private void radix(int r, double[] x, int xAt, double[] y, int yAt, int m, int stride) {
    int part = 2 * m * stride;
    int turn = n / r;
    for (int p = 0; p < m; p++) {
      for (int k = 0; k < r; k++) {
        int w = 2 * p * k * stride;
        int out = yAt + 2 * stride * (r * p + k);
        for (int q = 0; q < 2 * stride; q += 2) {
          int in = xAt + 2 * p * stride + q;
          double re = x[in];
          double im = x[in + 1];
          for (int j = 1; j < r; j++) {
            int t = 2 * (j * k % r * turn);
            in += part;
            re += x[in] * roots[t] - x[in + 1] * roots[t + 1];
            im += x[in] * roots[t + 1] + x[in + 1] * roots[t];
          }
          put(y, out + q, re, im, w);
        }
      }
    }
  }

  /** Makes a transform of any length a convolution, and that two transforms of a power of two. */
  private static final class Bluestein {

    private final int n;
    private final int m;
    private final Fourier inner;

    /** e^(-πik²/n). */
    private final double[] chirp;

    /** The transform of the conjugate chirp, both ways, divided by m. */
    private final double[] filter;

    Bluestein(int n) {
      this.n = n;
      this.m = Math.toIntExact(Long.highestOneBit(2L * n - 1) * 2);
      this.inner = new Fourier(m);
      this.chirp = new double[2 * n];
      this.filter = new double[Math.multiplyExact(2, m)];
      for (int k = 0; k < n; k++) {
        // The square is reduced first: the angle of a large one would be inexact.
        double angle = Math.PI * ((long) k * k % (2L * n)) / n;
        chirp[2 * k] = Math.cos(angle);
        chirp[2 * k + 1] = -Math.sin(angle);
        for (int place : new int[] {k, (m - k) % m}) {
          filter[2 * place] = chirp[2 * k] / m;
          filter[2 * place + 1] = -chirp[2 * k + 1] / m;
        }
      }
      inner.transform(filter, 0, new double[inner.scratchLength()], 0);
    }

    int scratchLength() {
      return Math.addExact(2 * m, inner.scratchLength());
    }

    void transform(double[] x, int at, double[] scratch, int scratchAt) {
      Arrays.fill(scratch, scratchAt, scratchAt + 2 * m, 0);
      for (int k = 0; k < 2 * n; k += 2) {
        multiply(x, at + k, chirp, k, scratch, scratchAt + k, 1);
      }
      inner.transform(scratch, scratchAt, scratch, scratchAt + 2 * m);
      // Conjugates before and after make the second transform the inverse one.
      for (int k = 0; k < 2 * m; k += 2) {
        multiply(scratch, scratchAt + k, filter, k, scratch, scratchAt + k, -1);
      }
      inner.transform(scratch, scratchAt, scratch, scratchAt + 2 * m);
      for (int k = 0; k < 2 * n; k += 2) {
        scratch[scratchAt + k + 1] = -scratch[scratchAt + k + 1];
        multiply(scratch, scratchAt + k, chirp, k, x, at + k, 1);
      }
    }

    /** z = a * b, its imaginary part multiplied by {@code sign}. */
    private static void multiply(
        double[] a, int aAt, double[] b, int bAt, double[] z, int zAt, int sign) {
      double re = a[aAt] * b[bAt] - a[aAt + 1] * b[bAt + 1];
      double im = a[aAt] * b[bAt + 1] + a[aAt + 1] * b[bAt];
      z[zAt] = re;
      z[zAt + 1] = sign * im;
    }
  }
}
