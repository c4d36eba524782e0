package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;

/** Products and convolutions of quantized numbers. */
final class QuantizationRules {

  private static final ElementType UINT8 = ElementType.UINT8;

  private QuantizationRules() {}

  static void addTo(Rules rules) {
    rules.add(
        b -> b.input(b.random.finite(ElementType.FLOAT, b.random.shape(0, 4))).outputs(3),
        "DynamicQuantizeLinear");
    rules.add(
        b -> {
          ElementType second = b.random.one(UINT8, ElementType.INT8);
          long k = b.random.positive();
          b.input(b.random.range(UINT8, 0, 255, b.random.positive(), k));
          b.input(b.random.range(second, 0, 127, k, b.random.positive()));
          if (b.random.chance(0.7)) {
            b.input(b.random.range(UINT8, 0, 255)).input(b.random.range(second, 0, 100));
          }
        },
        "MatMulInteger");
    rules.add(
        b -> {
          ElementType second = b.random.one(UINT8, ElementType.INT8);
          long k = b.random.positive();
          b.input(b.random.range(UINT8, 0, 255, b.random.positive(), k));
          scale(b, UINT8);
          b.input(b.random.range(second, 0, 127, k, b.random.positive()));
          scale(b, second);
          scale(b, UINT8);
        },
        "QLinearMatMul");
    rules.add(b -> convolution(b, false), "ConvInteger");
    rules.add(b -> convolution(b, true), "QLinearConv");
  }

  private static void scale(CaseBuilder b, ElementType type) {
    b.constant(b.random.range(ElementType.FLOAT, 0.01, 0.1)).constant(b.random.range(type, 0, 100));
  }

  private static void convolution(CaseBuilder b, boolean scaled) {
    long channels = b.random.between(1, 4);
    long kernel = b.random.between(1, 3);
    long out = b.random.between(1, 5);
    ElementType second = scaled ? b.random.one(UINT8, ElementType.INT8) : UINT8;
    b.input(b.random.range(UINT8, 0, 255, b.random.between(1, 2), channels, 7, 6));
    if (scaled) {
      scale(b, UINT8);
    }
    b.constant(b.random.range(second, 0, 127, out, channels, kernel, kernel));
    if (scaled) {
      scale(b, second);
      scale(b, UINT8);
      if (b.random.chance(0.5)) {
        b.constant(b.random.range(ElementType.INT32, -500, 500, out));
      }
    } else if (b.random.chance(0.7)) {
      b.input(b.random.range(UINT8, 0, 255));
    }
    b.ints("strides", b.random.between(1, 2), 1);
    if (b.random.chance(0.5)) {
      b.ints("pads", 0, kernel - 1, kernel - 1, 0);
    }
  }
}
