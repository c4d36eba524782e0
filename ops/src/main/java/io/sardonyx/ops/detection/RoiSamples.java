package io.sardonyx.ops.detection;

import io.sardonyx.runtime.spi.Frame;

/**
 * The points of a region that RoiAlign samples. Along either axis each point has two neighbours and
 * their weights, so a table for the rows and one for the columns say all.
 *
 * @param height the input's height
 * @param width the input's width
 * @param outHeight rows of the output
 * @param outWidth columns of the output
 * @param ratio points along a side of an output pixel; 0 for about one per input pixel
 * @param narrow whether to compute places in single precision, as for all types but double
 */
record RoiSamples(int height, int width, int outHeight, int outWidth, int ratio, boolean narrow) {

  /** Entries that tables have room for unless regions are much larger than usual. */
  private static final int USUAL = 4096;

  /** Most points of a region; more come from regions that are out of their mind. */
  private static final long MOST = 1L << 26;

  /** How long scratch memory for tables has to be. */
  int usualLength() {
    return Math.max(
        USUAL,
        Math.multiplyExact(2, Math.multiplyExact(ratio, Math.addExact(outHeight, outWidth))));
  }

  /** Points along a side of an output pixel. */
  int perPixel(Frame f, double extent, int out) {
    if (ratio > 0) {
      return ratio;
    }
    double count = Math.ceil(narrowed(extent / out));
    if (count * out > MOST) {
      throw f.error("a region of interest is %s pixels long, which is too large", extent);
    }
    return Math.max(0, (int) count);
  }

  /** Fails if there would be too many points. */
  void requireFew(Frame f, int rows, int columns) {
    if ((double) rows * outHeight * columns * outWidth > MOST) {
      throw f.error(
          "a region of interest has %dx%d points in each of %dx%d outputs, which are too many",
          rows, columns, outHeight, outWidth);
    }
  }

  double narrowed(double x) {
    return narrow ? (float) x : x;
  }

  /**
   * Sets the table of an axis: for every point the indices of its neighbours, -1 if it lies
   * outside, and their weights.
   *
   * @param begin where the region begins
   * @param bin the extent of an output pixel
   * @param perPixel points in an output pixel
   * @param size the input's size along the axis
   */
  void setAxis(
      double begin,
      double bin,
      int out,
      int perPixel,
      int size,
      int[] index,
      double[] weights,
      int at) {
    for (int p = 0; p < out; p++) {
      for (int i = 0; i < perPixel; i++) {
        double step = narrowed(narrowed((i + 0.5) * bin) / perPixel);
        double place = narrowed(narrowed(begin + narrowed(p * bin)) + step);
        set(place, size, index, weights, at + 2 * (p * perPixel + i));
      }
    }
  }

  private void set(double place, int size, int[] index, double[] weights, int at) {
    if (place < -1 || place > size) {
      index[at] = -1;
      return;
    }
    double inside = Math.max(place, 0);
    int low = Math.min((int) inside, size - 1);
    int high = Math.min(low + 1, size - 1);
    double part = low < size - 1 ? inside - low : 0;
    index[at] = low;
    index[at + 1] = high;
    weights[at] = narrowed(1 - part);
    weights[at + 1] = part;
  }
}
