package io.sardonyx.zoo.image;

/**
 * Which pixels of a line make each pixel of a resized line, and with which fixed-point weights.
 * Sums of weights times levels fit an int, since the weights of one pixel add up to {@code 1 <<
 * BITS} and hardly any is negative.
 *
 * @param width most weights that a pixel has; the weights of pixel i start at {@code i * width}
 * @param first the first source pixel of every pixel
 * @param count how many source pixels every pixel has
 */
@SuppressWarnings("ArrayRecordComponent") // read in inner loops and never compared
record Taps(int width, int[] first, int[] count, int[] weights) {

  /** 32 bits less 8 of the level, less 2 for sign and overshoot: the precision of Pillow. */
  static final int BITS = 22;

  private static final int MAX_WEIGHTS = 1 << 28;

  /**
   * The weights for the pixels {@code from} to {@code from + size} of a line that is resized from
   * {@code source} to {@code target} pixels.
   */
  static Taps of(int source, int target, int from, int size, Interpolation filter) {
    double scale = (double) source / target;
    double stretch = Math.max(scale, 1);
    double support = filter.support() * stretch;
    int width = Math.min((int) Math.ceil(support) * 2 + 1, source);
    int[] first = new int[size];
    int[] count = new int[size];
    if ((long) size * width > MAX_WEIGHTS) {
      throw new InvalidImageException(
          "a line of %d pixels cannot be resized to %d: too many weights"
              .formatted(source, target));
    }
    int[] weights = new int[size * width];
    double[] exact = new double[width];
    for (int i = 0; i < size; i++) {
      double center = (from + i + 0.5) * scale;
      first[i] = Math.max((int) (center - support + 0.5), 0);
      count[i] = Math.min((int) (center + support + 0.5), source) - first[i];
      double sum = 0;
      for (int k = 0; k < count[i]; k++) {
        exact[k] = filter.weight((k + first[i] - center + 0.5) * (1 / stretch));
        sum += exact[k];
      }
      for (int k = 0; k < count[i]; k++) {
        double weight = sum == 0 ? exact[k] : exact[k] / sum;
        weights[i * width + k] = (int) (weight * (1 << BITS) + (weight < 0 ? -0.5 : 0.5));
      }
    }
    return new Taps(width, first, count, weights);
  }

  /** The first source pixel that any pixel needs. */
  int start() {
    return first[0];
  }

  /** The source pixel after the last that any pixel needs. */
  int end() {
    return first[first.length - 1] + count[count.length - 1];
  }
}
