package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;

/** Regions, grids, boxes and patches of images. */
final class ImageRules {

  private static final ElementType FLOAT = ElementType.FLOAT;

  private ImageRules() {}

  static void addTo(Rules rules) {
    rules.add(ImageRules::gridSample, "GridSample");
    rules.add(
        b -> {
          b.input(b.random.finite(FLOAT, 1, 2, b.random.between(1, 6), b.random.between(1, 6)));
          b.constant(Tensor.of(new float[] {1, 1, b.random.between(1, 3), 2}, 4));
          b.text("mode", b.random.one("nearest", "linear"));
        },
        "Upsample");
    rules.add(
        b -> {
          int axes = b.random.between(2, 3);
          long n = b.random.between(1, 3);
          b.input(b.random.finite(FLOAT, n, axes, axes + 1));
          long[] size = {n, 2, b.random.between(2, 6), b.random.between(2, 6), 4};
          b.constant(Tensor.of(java.util.Arrays.copyOf(size, axes + 2), axes + 2));
          b.integer("align_corners", b.random.upTo(1));
        },
        "AffineGrid");
    rules.add(
        b -> {
          b.input(b.random.finite(FLOAT, 2, 3, 9, 8));
          b.input(regions(b, 2)).input(b.random.range(ElementType.INT64, 0, 1, 4));
          b.integer("output_height", b.random.between(1, 4));
          b.integer("output_width", b.random.between(1, 4));
          b.integer("sampling_ratio", b.random.upTo(2));
          b.number("spatial_scale", b.random.one(1.0, 0.5));
          b.text("mode", b.random.one("avg", "max"));
        },
        "RoiAlign");
    rules.add(
        b -> {
          b.input(b.random.finite(FLOAT, 2, 3, 9, 8)).input(regions(b, 5));
          b.ints("pooled_shape", b.random.between(1, 3), b.random.between(1, 3));
        },
        "MaxRoiPool");
    rules.add(
        b -> {
          long boxes = b.random.between(1, 12);
          b.input(b.random.range(FLOAT, 0, 2, 2, boxes, 4));
          b.input(b.random.range(FLOAT, 0, 1, 2, 3, boxes));
          b.input(Tensor.of(new long[] {b.random.between(0, 4)}, 1));
          b.input(b.random.range(FLOAT, 0, 1, 1)).input(b.random.range(FLOAT, 0, 1, 1));
          b.integer("center_point_box", b.random.upTo(1));
        },
        "NonMaxSuppression");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(2, 4);
          long height = b.random.between(1, 9);
          long width = b.random.between(1, 9);
          b.input(b.random.tensor(b.type(0), shape)).longs(height, width).ints("axes", 0, -1);
        },
        "CenterCropPad");
    rules.add(
        b -> {
          long kernel = b.random.between(1, 3);
          long height = b.random.between(3, 6);
          long width = b.random.between(3, 6);
          long blocks = (height - kernel + 1) * (width - kernel + 1);
          b.input(b.random.finite(FLOAT, 2, 2 * kernel * kernel, blocks));
          b.constant(Tensor.of(new long[] {height, width}, 2));
          b.constant(Tensor.of(new long[] {kernel, kernel}, 2));
        },
        "Col2Im");
    rules.add(
        b -> {
          long kernel = b.random.between(1, 3);
          long out = 7 - kernel;
          b.input(b.random.finite(FLOAT, 2, 3, 6, 6));
          b.input(b.random.finite(FLOAT, 4, 3, kernel, kernel));
          b.input(b.random.finite(FLOAT, 2, 2 * kernel * kernel, out, out));
          if (b.random.chance(0.5)) {
            b.input(b.random.finite(FLOAT, 4));
            b.input(b.random.range(FLOAT, 0, 1, 2, kernel * kernel, out, out));
          }
          b.ints("kernel_shape", kernel, kernel).ints("pads", 0, 0, 0, 0);
        },
        "DeformConv");
    rules.add(
        b -> {
          long[] shape = {b.random.between(1, 2), b.random.between(1, 3), 3, 4};
          long[] places = b.random.permutation((int) (shape[0] * shape[1] * 12 * 4));
          long[] indices = java.util.Arrays.copyOf(places, (int) (shape[0] * shape[1] * 12));
          b.input(b.random.finite(FLOAT, shape)).input(Tensor.of(indices, shape));
          b.ints("kernel_shape", 2, 2).ints("strides", 2, 2);
        },
        "MaxUnpool");
  }

  private static Tensor regions(CaseBuilder b, int batches) {
    boolean numbered = batches == 5;
    float[] data = new float[4 * (numbered ? 5 : 4)];
    for (int i = 0; i < 4; i++) {
      int at = i * (numbered ? 5 : 4);
      if (numbered) {
        data[at++] = b.random.upTo(1);
      }
      data[at] = b.random.upTo(4);
      data[at + 1] = b.random.upTo(4);
      data[at + 2] = data[at] + b.random.between(1, 3);
      data[at + 3] = data[at + 1] + b.random.between(1, 3);
    }
    return Tensor.of(data, 4, numbered ? 5 : 4);
  }

  private static void gridSample(CaseBuilder b) {
    boolean renamed = b.since(20);
    long n = b.random.between(1, 2);
    b.input(b.random.finite(FLOAT, n, 2, b.random.between(2, 6), b.random.between(2, 6)));
    b.input(b.random.range(FLOAT, -1.3, 1.3, n, 3, 4, 2));
    b.text(
        "mode",
        renamed
            ? b.random.one("linear", "nearest", "cubic")
            : b.random.one("bilinear", "nearest", "bicubic"));
    b.text("padding_mode", b.random.one("zeros", "border", "reflection"));
    b.integer("align_corners", b.random.upTo(1));
  }
}
