package io.sardonyx.ops.nn;

import io.sardonyx.ops.family.Strides;
import java.util.Arrays;

/**
 * The sizes of a deformable convolution.
 *
 * @param x the input's shape
 * @param w the weights' shape
 * @param y the output's shape
 * @param begins where on every spatial axis the kernel's first tap of the first output lies
 * @param steps distances between outputs, in input pixels
 * @param spaces distances between taps
 * @param groups groups of input and output channels
 * @param offsetGroups groups of input channels that share offsets
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
record DeformGeometry(
    long[] x,
    long[] w,
    long[] y,
    int[] begins,
    int[] steps,
    int[] spaces,
    int groups,
    int offsetGroups) {

  int samples() {
    return (int) x[0];
  }

  int inChannels() {
    return (int) x[1];
  }

  int outChannels() {
    return (int) y[1];
  }

  int spatialRank() {
    return begins.length;
  }

  long[] pictureSizes() {
    return Arrays.copyOfRange(x, 2, x.length);
  }

  /** Pixels of an input channel. */
  int picture() {
    return Strides.product(x, 2, x.length);
  }

  /** Taps of the kernel. */
  int taps() {
    return Strides.product(w, 2, w.length);
  }

  /** Pixels of an output channel. */
  int points() {
    return Strides.product(y, 2, y.length);
  }

  /**
   * Puts the place of a tap without its offset to {@code places}, the outermost axis first.
   *
   * @param point the output pixel
   */
  void place(int point, int tap, double[] places, int at) {
    for (int d = spatialRank() - 1; d >= 0; d--) {
      int out = (int) y[d + 2];
      int window = (int) w[d + 2];
      places[at + d] = begins[d] + point % out * steps[d] + tap % window * spaces[d];
      point /= out;
      tap /= window;
    }
  }
}
