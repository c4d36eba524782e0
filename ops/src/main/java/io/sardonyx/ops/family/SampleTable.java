package io.sardonyx.ops.family;

import java.util.Arrays;

/**
 * Finds the elements of a picture, or of a volume with any number of axes, that a value at a
 * fractional place is a weighted sum of. Tables hold the entries of the first tap for all points,
 * then those of the second, and so on, as {@link io.sardonyx.kernels.ResampleKernels#columns} wants
 * them. Immutable; the tables are the caller's.
 */
public final class SampleTable {

  /** How a value between elements is computed. */
  public enum Mode {
    NEAREST(0),
    LINEAR(1),
    CUBIC(2);

    /** The binary logarithm of the taps along an axis. */
    private final int bits;

    Mode(int bits) {
      this.bits = bits;
    }
  }

  /** What lies beyond the picture. */
  public enum Padding {
    ZEROS,
    BORDER,
    REFLECTION
  }

  private static final double CUBIC_A = -0.75;

  private final int[] sizes;
  private final int[] strides;
  private final Mode mode;
  private final Padding padding;

  /** How far beyond the first and the last element the picture reaches. */
  private final double margin;

  private final int taps;

  /**
   * A picture.
   *
   * @param sizes elements along every axis, the outermost first
   * @param margin how far beyond the centres of its first and last elements the picture reaches
   */
  public SampleTable(long[] sizes, Mode mode, Padding padding, double margin) {
    this.sizes = Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
    this.strides = Strides.of(sizes);
    this.mode = mode;
    this.padding = padding;
    this.margin = margin;
    this.taps = Math.toIntExact(1L << Math.min(40, mode.bits * sizes.length));
  }

  /** Elements that a value is a sum of. */
  public int taps() {
    return taps;
  }

  /** How long the arrays for {@code n} points have to be. */
  public int length(int n) {
    int entries = Math.multiplyExact(Math.addExact(Math.multiplyExact(2, taps), 1), n);
    return Math.addExact(entries, axisEntries());
  }

  /** Numbers that are needed to find the taps of a point axis by axis. */
  private int axisEntries() {
    return sizes.length * (1 + (1 << mode.bits));
  }

  /** Where in the weights' array the place of the next point goes, one number per axis. */
  public int placeAt(int n) {
    return taps * n;
  }

  /**
   * Sets the entries of a point whose place the caller has put to {@link #placeAt}.
   *
   * @param index gets the taps' elements; -1 for those beyond the picture, which are zeros
   * @param weights gets the taps' weights
   * @param i the point's number
   * @param n the number of points in the table
   * @return whether a tap lies beyond the picture
   */
  public boolean set(int[] index, double[] weights, int i, int n) {
    int rank = sizes.length;
    int perAxis = 1 << mode.bits;
    int along = taps * n;
    int weightsAlong = along + rank;
    for (int d = 0; d < rank; d++) {
      setAxis(
          d, weights[along + d], index, along + d * perAxis, weights, weightsAlong + d * perAxis);
    }
    boolean outside = false;
    for (int t = 0; t < taps; t++) {
      int offset = 0;
      double weight = 1;
      boolean inside = true;
      for (int d = 0; d < rank; d++) {
        int part = t >> (mode.bits * (rank - 1 - d)) & (perAxis - 1);
        int element = index[along + d * perAxis + part];
        inside &= element >= 0;
        offset += element * strides[d];
        weight *= weights[weightsAlong + d * perAxis + part];
      }
      index[t * n + i] = inside ? offset : -1;
      weights[t * n + i] = weight;
      outside |= !inside;
    }
    return outside;
  }

  /**
   * Makes every entry the index of an element, so that sums need not look for taps beyond the
   * picture; those of the points that have some are wrong then, and {@link #repair} corrects them.
   *
   * @return how many points have taps beyond the picture
   */
  public int settle(int[] index, int n) {
    int kept = taps * n + axisEntries();
    int list = kept + taps * n;
    int found = 0;
    System.arraycopy(index, 0, index, kept, taps * n);
    for (int i = 0; i < n; i++) {
      boolean outside = false;
      for (int e = i; e < taps * n; e += n) {
        outside |= index[e] < 0;
        index[e] = Math.max(0, index[e]);
      }
      if (outside) {
        index[list + found++] = i;
      }
    }
    return found;
  }

  /**
   * Sums up again what {@link #settle} has made wrong.
   *
   * @param x the picture, at {@code xAt}
   * @param weights the table's weights
   * @param n the number of points in the table
   * @param count how many of them are wrong
   * @param y the sums, at {@code yAt}
   */
  public void repair(
      float[] x, int xAt, int[] index, float[] weights, int n, int count, float[] y, int yAt) {
    int kept = taps * n + axisEntries();
    int list = kept + taps * n;
    for (int k = 0; k < count; k++) {
      int i = index[list + k];
      float sum = 0;
      for (int e = i; e < taps * n; e += n) {
        int element = index[kept + e];
        sum += element < 0 ? 0 : weights[e] * x[xAt + element];
      }
      y[yAt + i] = sum;
    }
  }

  private void setAxis(
      int d, double place, int[] index, int indexAt, double[] weights, int weightsAt) {
    double x = bounded(mode == Mode.NEAREST ? Math.rint(place) : place, d);
    if (mode == Mode.NEAREST) {
      index[indexAt] = element((int) x, d);
      weights[weightsAt] = 1;
      return;
    }
    int floor = (int) Math.floor(x);
    double part = x - floor;
    int first = mode == Mode.LINEAR ? floor : floor - 1;
    for (int k = 0; k < 1 << mode.bits; k++) {
      index[indexAt + k] = element(first + k, d);
      weights[weightsAt + k] =
          mode == Mode.LINEAR ? (k == 0 ? 1 - part : part) : cubic(Math.abs(k - 1 - part));
    }
  }

  /** The place, moved into the picture as the padding says; far outside places come near it. */
  private double bounded(double x, int d) {
    double first = -margin;
    double last = sizes[d] - 1 + margin;
    return switch (padding) {
      case ZEROS -> x > -4 ? Math.min(x, sizes[d] + 4.0) : -4;
      case BORDER -> x >= first && x <= last ? x : x > last ? sizes[d] - 1 : 0;
      case REFLECTION -> reflected(x, first, last);
    };
  }

  private static double reflected(double x, double first, double last) {
    if (x >= first && x <= last) {
      return x;
    }
    double range = last - first;
    double beyond = x < first ? first - x : x - last;
    if (!(range > 0) || !Double.isFinite(beyond)) {
      return Math.max(0, first);
    }
    double turns = Math.floor(beyond / range);
    double rest = beyond - turns * range;
    boolean fromFirst = x < first == (turns % 2 == 0);
    return fromFirst ? first + rest : last - rest;
  }

  private int element(int i, int d) {
    if (i >= 0 && i < sizes[d]) {
      return i;
    }
    return switch (padding) {
      case ZEROS -> -1;
      case BORDER -> Math.clamp(i, 0, sizes[d] - 1);
      case REFLECTION ->
          Math.clamp((long) reflected(i, -margin, sizes[d] - 1 + margin), 0, sizes[d] - 1);
    };
  }

  /** Keys' cubic convolution filter. */
  private static double cubic(double x) {
    double a = CUBIC_A;
    return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  }
}
