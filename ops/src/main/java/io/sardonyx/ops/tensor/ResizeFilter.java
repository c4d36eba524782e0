package io.sardonyx.ops.tensor;

import io.sardonyx.ops.tensor.ResizeCoordinates.Axis;
import java.util.Arrays;

/**
 * How Resize computes an output element from its neighbours in the input, one axis at a time.
 *
 * @param mode the interpolation
 * @param coordinates where output elements lie in the input
 * @param rounding which neighbour is the nearest one
 * @param cubicA the coefficient of the cubic filter
 * @param excludeOutside whether neighbours beyond the input do not count; otherwise they are the
 *     input's edge
 * @param antialias whether the filter is stretched when the output is smaller
 */
record ResizeFilter(
    Mode mode,
    ResizeCoordinates coordinates,
    Rounding rounding,
    double cubicA,
    boolean excludeOutside,
    boolean antialias) {

  /** The interpolations. */
  enum Mode {
    NEAREST,
    LINEAR,
    CUBIC
  }

  /** Which neighbour is the nearest one. */
  enum Rounding {
    ROUND_PREFER_FLOOR,
    ROUND_PREFER_CEIL,
    FLOOR,
    CEIL,
    /** What version 10 did: the lower one, but the upper one if the output is smaller. */
    SIMPLE
  }

  /** What Upsample and the first version of Resize do. */
  static ResizeFilter simple(Mode mode) {
    return new ResizeFilter(mode, ResizeCoordinates.ASYMMETRIC, Rounding.SIMPLE, 0, false, false);
  }

  /** The tables of an axis whose input is not empty, unless its output is. */
  ResizeAxis table(Axis axis) {
    if (axis.in() == axis.out() && axis.scale() == 1 && !crops(axis)) {
      return ResizeAxis.identity(axis.in());
    }
    boolean[] outside = outside(axis);
    if (mode == Mode.NEAREST) {
      int[] index = new int[axis.out()];
      for (int x = 0; x < axis.out(); x++) {
        index[x] = clamped(nearest(axis, x), axis);
      }
      return new ResizeAxis(axis.in(), axis.out(), 1, index, null, outside);
    }
    double stretch = antialias ? Math.max(1, 1 / axis.scale()) : 1;
    int reach = mode == Mode.LINEAR ? 1 : 2;
    // The window goes from the last element strictly before the coordinate so far to either side.
    int start = (int) Math.floor(-reach * stretch) + 1;
    int taps = 2 - 2 * start;
    int[] index = new int[Math.multiplyExact(taps, axis.out())];
    double[] weights = new double[index.length];
    double[] window = new double[taps];
    for (int x = 0; x < axis.out(); x++) {
      double original = coordinates.original(x, axis);
      int base = (int) Math.ceil(original) - 1;
      weigh(window, start, original - base, stretch, base, axis.in());
      for (int t = 0; t < taps; t++) {
        index[t * axis.out() + x] = clamped((long) base + start + t, axis);
        weights[t * axis.out() + x] = window[t];
      }
    }
    return new ResizeAxis(axis.in(), axis.out(), taps, index, weights, outside);
  }

  private boolean crops(Axis axis) {
    return coordinates == ResizeCoordinates.TF_CROP_AND_RESIZE
        && (axis.start() != 0 || axis.end() != 1);
  }

  private static int clamped(long index, Axis axis) {
    return (int) Math.clamp(index, 0, Math.max(0, axis.in() - 1));
  }

  private boolean[] outside(Axis axis) {
    if (coordinates != ResizeCoordinates.TF_CROP_AND_RESIZE) {
      return null;
    }
    boolean[] outside = new boolean[axis.out()];
    boolean any = false;
    for (int x = 0; x < outside.length; x++) {
      // As a float, so that rounding does not push the last element over the edge.
      float original = (float) coordinates.original(x, axis);
      outside[x] = original < 0 || original > axis.in() - 1;
      any |= outside[x];
    }
    return any ? outside : null;
  }

  private long nearest(Axis axis, int x) {
    // Scales are floats; a coordinate that is a whole number but for a scale's rounding, such as
    // that of 1/3, has to become one.
    float original = (float) coordinates.original(x, axis);
    return switch (rounding) {
      case ROUND_PREFER_FLOOR -> (long) Math.ceil(original - 0.5);
      case ROUND_PREFER_CEIL -> (long) Math.floor(original + 0.5);
      case FLOOR -> (long) Math.floor(original);
      case CEIL -> (long) Math.ceil(original);
      case SIMPLE -> (long) (axis.scale() < 1 ? Math.ceil(original) : Math.floor(original));
    };
  }

  /** Sets the weights of the elements from {@code base + start} on. */
  private void weigh(double[] window, int start, double ratio, double stretch, int base, int size) {
    double sum = 0;
    for (int t = 0; t < window.length; t++) {
      double distance = Math.abs(start + t - ratio) / stretch;
      window[t] = mode == Mode.LINEAR ? Math.max(0, 1 - distance) : cubic(distance);
      sum += window[t];
    }
    if (stretch > 1) {
      divide(window, sum);
    }
    if (excludeOutside) {
      sum = 0;
      for (int t = 0; t < window.length; t++) {
        long index = (long) base + start + t;
        window[t] = index < 0 || index >= size ? 0 : window[t];
        sum += window[t];
      }
      divide(window, sum == 0 ? 1 : sum);
    }
  }

  private static void divide(double[] window, double sum) {
    Arrays.setAll(window, t -> window[t] / sum);
  }

  /** Keys' cubic convolution filter. */
  private double cubic(double x) {
    double a = cubicA;
    if (x <= 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }
}
