package io.sardonyx.ops.generator;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.RandomSource;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Independent random numbers.
 *
 * @param distribution which numbers
 * @param first the mean, or the lowest number
 * @param second the standard deviation, or the end of the range
 * @param type of the output; null: the input's
 * @param shape of the output; unranked: the input's
 * @param seed null: none
 * @see <a href="https://onnx.ai/onnx/operators/onnx__RandomNormal.html">RandomNormal</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__RandomNormalLike.html">RandomNormalLike</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__RandomUniform.html">RandomUniform</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__RandomUniformLike.html">RandomUniformLike</a>
 */
record RandomTensor(
    Distribution distribution,
    float first,
    float second,
    ElementType type,
    Shape shape,
    Integer seed)
    implements Operator {

  /** The distribution of the numbers. */
  enum Distribution {
    NORMAL("mean", "scale"),
    UNIFORM("low", "high");

    private final String first;
    private final String second;

    Distribution(String first, String second) {
      this.first = first;
      this.second = second;
    }
  }

  /** RandomNormal and RandomUniform, or their Likes. */
  static RandomTensor of(Distribution d, Attributes a) {
    return new RandomTensor(
        d,
        a.number(d.first),
        a.number(d.second),
        a.has("dtype") ? ElementType.ofCode(a.intValue("dtype")) : null,
        a.has("shape") ? Shape.of(a.integers("shape")) : Shape.UNRANKED,
        RandomSource.seed(a));
  }

  @Override
  public boolean isPure() {
    return false;
  }

  @Override
  public void infer(InferContext c) {
    ElementType chosen = type == null ? c.elementType(0) : type;
    switch (chosen) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> {}
      default -> throw c.error("cannot give random %s; expected a floating-point type", chosen);
    }
    c.output(0, chosen, shape.isRanked() ? shape : c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    RandomSource random = RandomSource.of(c, seed);
    NumberAccess numbers = NumberAccess.of(c.outputElementType(0));
    int y = c.output(0);
    int n = Math.toIntExact(Shape.elements(c.outputDims(0)));
    return switch (distribution) {
      case UNIFORM ->
          f -> {
            random.start(f);
            double range = (double) second - first;
            for (int i = 0; i < n; i++) {
              numbers.setDouble(f.array(y), f.offset(y) + i, first + range * random.nextDouble(f));
            }
          };
      case NORMAL ->
          f -> {
            random.start(f);
            for (int i = 0; i < n; i += 2) {
              normal(f, random, numbers, y, i, n);
            }
          };
    };
  }

  /** Writes two numbers, by the polar method of Marsaglia and Bray. */
  private void normal(Frame f, RandomSource random, NumberAccess numbers, int y, int i, int n) {
    double u;
    double v;
    double square;
    do {
      u = 2 * random.nextDouble(f) - 1;
      v = 2 * random.nextDouble(f) - 1;
      square = u * u + v * v;
    } while (square >= 1 || square == 0);
    double factor = Math.sqrt(-2 * Math.log(square) / square);
    numbers.setDouble(f.array(y), f.offset(y) + i, first + second * (factor * v));
    if (i + 1 < n) {
      numbers.setDouble(f.array(y), f.offset(y) + i + 1, first + second * (factor * u));
    }
  }
}
