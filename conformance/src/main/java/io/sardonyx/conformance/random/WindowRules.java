package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import java.util.Arrays;

/** Matrix products, convolutions, pooling, normalisation, quantization and resizing. */
final class WindowRules {

  private WindowRules() {}

  static void addTo(Rules rules) {
    rules.add(WindowRules::matMul, "MatMul");
    rules.add(WindowRules::gemm, "Gemm");
    rules.add(WindowRules::conv, "Conv");
    rules.add(WindowRules::convTranspose, "ConvTranspose");
    rules.add(WindowRules::pool, "MaxPool", "AveragePool", "LpPool");
    rules.add(
        b -> b.input(b.random.finite(b.type(0), b.random.fullShape(3, 5))),
        "GlobalAveragePool",
        "GlobalMaxPool",
        "GlobalLpPool");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(2, 4);
          ElementType type = ElementType.FLOAT;
          b.input(b.random.finite(type, shape));
          b.input(b.random.finite(type, shape[1])).input(b.random.finite(type, shape[1]));
          b.input(b.random.finite(type, shape[1]));
          b.input(b.random.range(type, 0.5, 2, shape[1]));
          b.number("epsilon", b.random.one(1e-5, 1e-2));
        },
        "BatchNormalization");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(3, 4);
          ElementType type = ElementType.FLOAT;
          b.input(b.random.finite(type, shape));
          b.input(b.random.finite(type, shape[1])).input(b.random.finite(type, shape[1]));
        },
        "InstanceNormalization");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(2, 4);
          int axis = b.random.between(0, shape.length - 1);
          long[] rest = Arrays.copyOfRange(shape, axis, shape.length);
          ElementType type = b.random.one(ElementType.FLOAT, ElementType.DOUBLE);
          b.input(b.random.finite(type, shape)).input(b.random.finite(type, rest));
          if (b.random.chance(0.6)) {
            b.input(b.random.finite(type, rest));
          }
          b.integer("axis", b.random.chance(0.5) ? axis : axis - shape.length);
        },
        "LayerNormalization");
    rules.add(
        b -> {
          b.input(b.random.finite(ElementType.FLOAT, b.random.fullShape(4, 4)));
          b.integer("size", b.random.one(1, 3, 5)).number("bias", b.random.one(1.0, 2.0));
        },
        "LRN");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(1, 4);
          b.input(b.random.range(ElementType.FLOAT, 0.5, 3, shape));
          b.integer("axis", b.random.axis(shape.length)).integer("p", b.random.between(1, 2));
        },
        "LpNormalization");
    rules.add(WindowRules::quantize, "QuantizeLinear");
    rules.add(WindowRules::dequantize, "DequantizeLinear");
    rules.add(WindowRules::resize, "Resize");
  }

  private static void matMul(CaseBuilder b) {
    ElementType type = b.random.one(ElementType.FLOAT, ElementType.FLOAT, b.type(0));
    long m = b.random.positive();
    long k = b.random.positive();
    long n = b.random.positive();
    long[] batch = b.random.fullShape(0, 2);
    long[] other = b.random.broadcastable(batch);
    b.input(b.random.finite(type, joined(batch, m, k)));
    b.input(b.random.finite(type, joined(other, k, n)));
  }

  private static long[] joined(long[] first, long... second) {
    long[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static void gemm(CaseBuilder b) {
    ElementType type = b.random.one(ElementType.FLOAT, ElementType.DOUBLE);
    long m = b.random.positive();
    long k = b.random.positive();
    long n = b.random.positive();
    int transA = b.random.upTo(1);
    int transB = b.random.upTo(1);
    b.input(transA == 0 ? b.random.finite(type, m, k) : b.random.finite(type, k, m));
    b.input(transB == 0 ? b.random.finite(type, k, n) : b.random.finite(type, n, k));
    if (b.random.chance(0.7)) {
      b.input(b.random.finite(type, b.random.broadcastable(new long[] {m, n})));
    }
    b.integer("transA", transA).integer("transB", transB);
    b.number("alpha", b.random.one(1.0, 0.5)).number("beta", b.random.one(1.0, 2.0, 0.0));
  }

  /** Sizes of a window over some axes, with attributes that say so. */
  private static long[] window(CaseBuilder b, int axes, boolean dilated) {
    long[] kernel = new long[axes];
    long[] strides = new long[axes];
    long[] dilations = new long[axes];
    long[] pads = new long[2 * axes];
    for (int i = 0; i < axes; i++) {
      kernel[i] = b.random.between(1, 3);
      strides[i] = b.random.between(1, 2);
      dilations[i] = dilated ? b.random.between(1, 2) : 1;
      pads[i] = b.random.upTo((int) kernel[i] - 1);
      pads[axes + i] = b.random.upTo((int) kernel[i] - 1);
    }
    b.ints("kernel_shape", kernel);
    if (b.random.chance(0.7)) {
      b.ints("strides", strides);
    }
    if (dilated && b.random.chance(0.4)) {
      b.ints("dilations", dilations);
    }
    if (b.random.chance(0.2)) {
      b.text("auto_pad", b.random.one("SAME_UPPER", "SAME_LOWER", "VALID"));
    } else if (b.random.chance(0.7)) {
      b.ints("pads", pads);
    }
    return kernel;
  }

  private static long[] image(CaseBuilder b, long channels, int axes) {
    long[] shape = new long[2 + axes];
    Arrays.setAll(shape, i -> b.random.between(5, axes == 3 ? 7 : 14));
    shape[0] = b.random.between(1, 3);
    shape[1] = channels;
    return shape;
  }

  private static void conv(CaseBuilder b) {
    int axes = b.random.one(1, 2, 2, 2, 3);
    int groups = b.random.one(1, 1, 2, 3);
    long in = (long) groups * b.random.between(1, 5);
    long out = (long) groups * b.random.between(1, 9);
    if (b.random.chance(0.2)) {
      groups = (int) in;
      out = in;
    }
    long[] kernel = window(b, axes, true);
    b.input(b.random.finite(ElementType.FLOAT, image(b, in, axes)));
    b.input(b.random.finite(ElementType.FLOAT, joined(new long[] {out, in / groups}, kernel)));
    if (b.random.chance(0.6)) {
      b.input(b.random.finite(ElementType.FLOAT, out));
    }
    b.integer("group", groups);
  }

  private static void convTranspose(CaseBuilder b) {
    int axes = b.random.one(1, 2, 2, 3);
    int groups = b.random.one(1, 1, 2);
    long in = (long) groups * b.random.between(1, 4);
    long out = b.random.between(1, 4);
    long[] kernel = window(b, axes, true);
    b.input(b.random.finite(ElementType.FLOAT, image(b, in, axes)));
    b.input(b.random.finite(ElementType.FLOAT, joined(new long[] {in, out}, kernel)));
    if (b.random.chance(0.6)) {
      b.input(b.random.finite(ElementType.FLOAT, out * groups));
    }
    b.integer("group", groups);
  }

  private static void pool(CaseBuilder b) {
    int axes = b.random.one(1, 2, 2, 3);
    String name = b.schema.name();
    boolean dilated = b.schema.attributes().containsKey("dilations") && b.random.chance(0.4);
    window(b, axes, dilated);
    b.input(b.random.finite(ElementType.FLOAT, image(b, b.random.between(1, 20), axes)));
    if (b.schema.attributes().containsKey("ceil_mode") && b.random.chance(0.3)) {
      b.integer("ceil_mode", 1);
    }
    if (name.equals("AveragePool")) {
      b.integer("count_include_pad", b.random.upTo(1));
    } else if (name.equals("LpPool")) {
      b.integer("p", b.random.between(1, 3));
    } else if (b.random.chance(0.3)) {
      b.outputs(2);
    }
  }

  private static void quantize(CaseBuilder b) {
    long[] shape = b.random.fullShape(1, 4);
    b.input(b.random.range(ElementType.FLOAT, -300, 300, shape));
    ElementType type = b.random.one(ElementType.UINT8, ElementType.INT8);
    if (b.since(13) && b.random.chance(0.5)) {
      int axis = b.random.upTo(shape.length - 1);
      b.integer("axis", axis);
      b.constant(b.random.range(ElementType.FLOAT, 0.5, 2, shape[axis]));
      b.constant(b.random.range(type, 0, 100, shape[axis]));
    } else {
      b.constant(b.random.range(ElementType.FLOAT, 0.5, 2));
      b.constant(b.random.range(type, 0, 100));
    }
  }

  private static void dequantize(CaseBuilder b) {
    long[] shape = b.random.fullShape(1, 4);
    ElementType type = b.random.one(ElementType.UINT8, ElementType.INT8);
    b.input(b.random.range(type, 0, 127, shape));
    if (b.since(13) && b.random.chance(0.5)) {
      int axis = b.random.upTo(shape.length - 1);
      b.integer("axis", axis);
      b.constant(b.random.range(ElementType.FLOAT, 0.5, 2, shape[axis]));
      b.constant(b.random.range(type, 0, 100, shape[axis]));
    } else {
      b.constant(b.random.range(ElementType.FLOAT, 0.5, 2));
      b.constant(b.random.range(type, 0, 100));
    }
  }

  private static void resize(CaseBuilder b) {
    long[] shape = image(b, b.random.between(1, 3), 2);
    String mode = b.random.one("nearest", "linear", "cubic");
    b.input(b.random.finite(ElementType.FLOAT, shape));
    b.omit();
    if (b.random.chance(0.5)) {
      float[] scales = {1, 1, b.random.one(0.5f, 1.5f, 2f), b.random.one(0.625f, 2f, 3f)};
      b.constant(io.sardonyx.Tensor.of(scales, 4));
    } else {
      b.omit();
      b.constant(
          io.sardonyx.Tensor.of(
              new long[] {shape[0], shape[1], b.random.between(3, 20), b.random.between(3, 20)},
              4));
    }
    b.text("mode", mode);
    b.text(
        "coordinate_transformation_mode",
        b.random.one("half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"));
    if (mode.equals("nearest")) {
      b.text(
          "nearest_mode", b.random.one("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"));
    }
  }
}
