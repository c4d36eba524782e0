package io.sardonyx.ops.generator;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.RandomSource;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * For each probability a 1 that is drawn with it, else a 0.
 *
 * @param type of the output; null: the input's
 * @param seed null: none
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Bernoulli.html">Bernoulli</a>
 */
record Bernoulli(ElementType type, Integer seed) implements Operator {

  Bernoulli(Attributes a) {
    this(a.has("dtype") ? ElementType.ofCode(a.intValue("dtype")) : null, RandomSource.seed(a));
  }

  @Override
  public boolean isPure() {
    return false;
  }

  @Override
  public void infer(InferContext c) {
    ElementType chosen = type == null ? c.elementType(0) : type;
    if (chosen == ElementType.STRING || chosen.isComplex()) {
      throw c.error("cannot draw %s; expected a numeric type", chosen);
    }
    c.output(0, chosen, c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    RandomSource random = RandomSource.of(c, seed);
    NumberAccess from = NumberAccess.of(c.elementType(0));
    NumberAccess to = NumberAccess.of(c.outputElementType(0));
    int x = c.input(0);
    int y = c.output(0);
    int n = Math.toIntExact(Shape.elements(c.dims(0)));
    return f -> {
      random.start(f);
      for (int i = 0; i < n; i++) {
        double p = from.getDouble(f.array(x), f.offset(x) + i);
        if (!(p >= 0 && p <= 1)) {
          throw f.error("element %d of input 0 is %s; expected a probability", i, p);
        }
        // The reference's way, so that seeds give its numbers: the rarer outcome is above.
        double drawn = p == 0 ? 0 : random.nextDouble(f);
        boolean one = p <= 0.5 ? drawn > 1 - p : drawn <= p;
        to.setLong(f.array(y), f.offset(y) + i, one ? 1 : 0);
      }
    };
  }
}
