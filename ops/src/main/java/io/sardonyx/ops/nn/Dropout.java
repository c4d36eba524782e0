package io.sardonyx.ops.nn;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.RandomSource;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The input unchanged; in training with some elements set to zero at random and the others scaled
 * up, so that their expectation stays.
 *
 * @param training when elements are dropped
 * @param ratio the share that is dropped, where it is no input
 * @param boolMask whether the mask is of type bool and not of the input's
 * @param seed null: none
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Dropout.html">Dropout</a>
 */
record Dropout(Training training, float ratio, boolean boolMask, Integer seed) implements Operator {

  /** When elements are dropped. */
  enum Training {
    NEVER,
    ALWAYS,
    /** If input 2 says so; input 1 is the ratio. */
    BY_INPUT
  }

  /** Versions 1 and 6, which train unless an attribute forbids it. */
  static Dropout before7(Attributes a) {
    Training training = a.flag("is_test") ? Training.NEVER : Training.ALWAYS;
    return new Dropout(training, a.number("ratio"), false, null);
  }

  /** Versions 7 and 10, which do not train. */
  static Dropout inference(boolean boolMask) {
    return new Dropout(Training.NEVER, 0, boolMask, null);
  }

  /** From version 12 on, where an input says whether to train. */
  static Dropout since12(Attributes a) {
    Integer seed = a.has("seed") ? (Integer) (int) a.integer("seed") : null;
    return new Dropout(Training.BY_INPUT, 0.5f, true, seed);
  }

  @Override
  public boolean isPure() {
    return training == Training.NEVER;
  }

  @Override
  public void infer(InferContext c) {
    for (int i = 1; i < 3; i++) {
      if (c.hasInput(i) && c.shape(i).isKnown() && c.shape(i).elements() != 1) {
        throw c.error("input %d has shape %s; expected one value", i, c.shape(i));
      }
    }
    c.output(0, c.tensorType(0));
    c.output(1, boolMask ? ElementType.BOOL : c.elementType(0), c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    int n = Math.toIntExact(Shape.elements(c.dims(0)));
    int mask = c.hasOutput(1) ? c.output(1) : -1;
    NumberAccess ofMask =
        NumberAccess.of(boolMask || mask < 0 ? ElementType.BOOL : c.elementType(0));
    boolean never =
        switch (training) {
          case NEVER -> true;
          case ALWAYS -> false;
          case BY_INPUT -> !c.hasInput(2) || isFalse(c.value(2));
        };
    if (never) {
      Step copy = Copies.view(c);
      return f -> {
        copy.run(f);
        fillMask(f, ofMask, mask, n);
      };
    }
    int x = c.input(0);
    int y = c.output(0);
    int share = c.input(1);
    int trains = training == Training.BY_INPUT ? c.input(2) : -1;
    c.inPlace(0, 0);
    NumberAccess ofShare = share < 0 ? null : NumberAccess.of(c.elementType(1));
    NumberAccess numbers = NumberAccess.of(c.elementType(0));
    RandomSource random = RandomSource.of(c, seed);
    return f -> {
      double p = share < 0 ? ratio : ofShare.getDouble(f.array(share), f.offset(share));
      if ((trains >= 0 && f.bytes(trains)[f.offset(trains)] == 0) || p == 0) {
        Copies.copy(f, x, 0, y, 0, n);
        fillMask(f, ofMask, mask, n);
        return;
      }
      if (!(p > 0 && p < 1)) {
        throw f.error("the ratio is %s; expected at least 0 and less than 1", p);
      }
      random.start(f);
      double scale = 1 / (1 - p);
      for (int i = 0; i < n; i++) {
        boolean kept = random.nextDouble(f) >= p;
        // A product, so that infinities and NaN are dropped to NaN, as the formula says.
        double number = numbers.getDouble(f.array(x), f.offset(x) + i) * (kept ? scale : 0);
        numbers.setDouble(f.array(y), f.offset(y) + i, number);
        if (mask >= 0) {
          ofMask.setLong(f.array(mask), f.offset(mask) + i, kept ? 1 : 0);
        }
      }
    };
  }

  private static boolean isFalse(Tensor flag) {
    return flag != null && flag.bytes()[0] == 0;
  }

  private static void fillMask(Frame f, NumberAccess ofMask, int mask, int n) {
    for (int i = 0; i < n && mask >= 0; i++) {
      ofMask.setLong(f.array(mask), f.offset(mask) + i, 1);
    }
  }
}
