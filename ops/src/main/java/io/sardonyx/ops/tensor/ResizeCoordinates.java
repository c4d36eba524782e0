package io.sardonyx.ops.tensor;

/**
 * How Resize finds the place in the input that an output element comes from; named as in the
 * specification's attribute {@code coordinate_transformation_mode}.
 */
enum ResizeCoordinates {
  HALF_PIXEL,
  HALF_PIXEL_SYMMETRIC,
  PYTORCH_HALF_PIXEL,
  ALIGN_CORNERS,
  ASYMMETRIC,
  TF_HALF_PIXEL_FOR_NN,
  TF_CROP_AND_RESIZE;

  /**
   * One axis of a resize.
   *
   * @param in elements of the input
   * @param out elements of the output
   * @param scale output elements per input element, before rounding to {@code out}
   * @param width what {@code out} was before rounding
   * @param start where the region of interest begins, as a part of the input
   * @param end where it ends
   */
  record Axis(int in, int out, double scale, double width, double start, double end) {}

  /** The input's coordinate for element {@code x} of the output. */
  double original(int x, Axis axis) {
    return switch (this) {
      case HALF_PIXEL -> (x + 0.5) / axis.scale - 0.5;
      case HALF_PIXEL_SYMMETRIC -> {
        double offset = axis.in / 2.0 * (1 - axis.out / axis.width);
        yield offset + (x + 0.5) / axis.scale - 0.5;
      }
      case PYTORCH_HALF_PIXEL -> axis.out > 1 ? (x + 0.5) / axis.scale - 0.5 : 0;
      case ALIGN_CORNERS -> axis.out > 1 ? x * (axis.in - 1.0) / (axis.width - 1) : 0;
      case ASYMMETRIC -> x / axis.scale;
      case TF_HALF_PIXEL_FOR_NN -> (x + 0.5) / axis.scale;
      case TF_CROP_AND_RESIZE -> {
        double last = axis.in - 1.0;
        yield axis.out > 1
            ? axis.start * last + x * (axis.end - axis.start) * last / (axis.width - 1)
            : 0.5 * (axis.start + axis.end) * last;
      }
    };
  }
}
