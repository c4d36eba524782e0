package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;

/** Windows and Fourier transforms. */
final class SignalRules {

  private SignalRules() {}

  static void addTo(Rules rules) {
    rules.add(
        b -> {
          b.input(Tensor.scalar((long) b.random.between(2, 40)));
          b.integer("periodic", b.random.upTo(1));
        },
        "BlackmanWindow",
        "HammingWindow",
        "HannWindow");
    rules.add(
        b -> {
          b.constant(Tensor.scalar((long) b.random.between(2, 9)));
          b.constant(Tensor.scalar((long) b.random.one(16, 32, 64)));
          b.constant(Tensor.scalar((long) b.random.one(8000, 16000)));
          b.constant(Tensor.scalar((float) b.random.between(0, 300)));
          b.constant(Tensor.scalar((float) b.random.between(1000, 4000)));
        },
        "MelWeightMatrix");
    rules.add(
        b -> {
          ElementType type = b.random.one(ElementType.FLOAT, ElementType.DOUBLE);
          int parts = b.random.between(1, 2);
          boolean inverse = parts == 2 && b.random.chance(0.4);
          b.input(b.random.finite(type, b.random.between(1, 3), b.random.between(2, 20), parts));
          if (b.random.chance(0.4)) {
            b.input(Tensor.scalar((long) b.random.between(2, 20)));
          } else if (b.since(20)) {
            b.omit();
          }
          if (b.since(20)) {
            b.constant(Tensor.scalar(1L));
          } else {
            b.integer("axis", 1);
          }
          b.integer("inverse", inverse ? 1 : 0);
          b.integer("onesided", !inverse && parts == 1 ? b.random.upTo(1) : 0);
        },
        "DFT");
    rules.add(
        b -> {
          long frame = b.random.between(2, 16);
          b.input(b.random.finite(ElementType.FLOAT, b.random.between(1, 2), 40, 1));
          b.constant(Tensor.scalar((long) b.random.between(1, 8)));
          b.input(b.random.range(ElementType.FLOAT, 0, 1, frame));
          b.constant(Tensor.scalar(frame)).integer("onesided", b.random.upTo(1));
        },
        "STFT");
  }
}
