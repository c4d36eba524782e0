package io.sardonyx.ops.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

/** The expected numbers are those that numpy's RandomState gives for the seed. */
class RandomTest {

  private static Tensor seeded(String op, float seed, long... shape) {
    return OpTest.op(op, 22)
        .attribute("seed", seed)
        .attribute("shape", shape)
        .attribute("dtype", ElementType.DOUBLE.code())
        .run();
  }

  @Test
  void givesTheReferencesUniformNumbers() {
    assertThat(seeded("RandomUniform", 0, 3).doubles())
        .containsExactly(0.5488135039273248, 0.7151893663724195, 0.6027633760716439);
    assertThat(seeded("RandomUniform", 42, 1, 2).doubles())
        .containsExactly(0.3745401188473625, 0.9507143064099162);
  }

  @Test
  void givesTheReferencesNormalNumbers() {
    double[] numbers = seeded("RandomNormal", 0, 3).doubles();

    assertThat(numbers[0]).isCloseTo(1.764052345967664, within(1e-14));
    assertThat(numbers[1]).isCloseTo(0.4001572083672233, within(1e-14));
    assertThat(numbers[2]).isCloseTo(0.9787379841057392, within(1e-14));
  }

  @Test
  void hasTheDistributionsMoments() {
    Tensor normal =
        OpTest.op("RandomNormalLike", 1)
            .attribute("mean", 3f)
            .attribute("scale", 2f)
            .input(Tensors.ramp(20_001))
            .run();
    Tensor uniform =
        OpTest.op("RandomUniformLike", 1)
            .attribute("low", -1f)
            .attribute("high", 3f)
            .input(Tensors.ramp(20_000))
            .run();

    double mean = 0;
    double square = 0;
    for (float x : normal.floats()) {
      mean += x / 20_001.0;
      square += (x - 3) * (x - 3) / 20_001.0;
    }
    assertThat(mean).isCloseTo(3, within(0.1));
    assertThat(square).isCloseTo(4, within(0.2));
    for (float x : uniform.floats()) {
      assertThat(x).isBetween(-1f, 3f);
    }
  }

  @Test
  void takesTypes() {
    Tensor half =
        OpTest.op("RandomUniformLike", 1)
            .attribute("dtype", ElementType.FLOAT16.code())
            .input(Tensor.of(new int[4], 2, 2))
            .run();

    assertThat(half.elementType()).isEqualTo(ElementType.FLOAT16);
    assertThat(half.shape()).containsExactly(2, 2);
    assertThat(OpTest.op("RandomNormalLike", 1).input(Tensor.of(new int[4], 2, 2)).failure())
        .hasMessageContaining("expected a floating-point type");
  }

  @Test
  void drawsBernoulli() {
    Tensor x = Tensor.of(new float[] {0, 1, 0.5f, 0.5f, 0.9f}, 5);

    Tensor y =
        OpTest.op("Bernoulli", 15)
            .attribute("seed", 0f)
            .attribute("dtype", ElementType.INT32.code())
            .input(x)
            .run();

    // Drawn are 0.5488 (for the 1), 0.7152, 0.6028 and 0.5449.
    assertThat(y.ints()).containsExactly(0, 1, 1, 1, 1);
    assertThat(OpTest.op("Bernoulli", 15).input(new float[] {1.5f}, 1).failure())
        .hasMessageContaining("element 0 of input 0 is 1.5");
  }

  @Test
  void drawsClasses() {
    float never = Float.NEGATIVE_INFINITY;
    Tensor y =
        OpTest.op("Multinomial", 7)
            .attribute("sample_size", 1000)
            .attribute("seed", 3f)
            .attribute("dtype", ElementType.INT64.code())
            .input(new float[] {never, 0, never, 0, 1, 0}, 2, 3)
            .run();

    assertThat(y.shape()).containsExactly(2, 1000);
    int ones = 0;
    for (int i = 0; i < 1000; i++) {
      assertThat(y.longs()[i]).isEqualTo(1);
      ones += y.longs()[1000 + i] == 1 ? 1 : 0;
    }
    // e / (e + 2) of them.
    assertThat(ones).isBetween(500, 650);
    assertThat(OpTest.op("Multinomial", 7).input(new float[] {never}, 1, 1).failure())
        .hasMessageContaining("nothing can be drawn");
    assertThat(OpTest.op("Multinomial", 7).input(Tensors.ramp(1, 0)).failure())
        .hasMessageContaining("nothing can be drawn");
    assertThat(OpTest.op("Multinomial", 7).input(Tensors.ramp(3)).failure())
        .hasMessageContaining("expected [batch, classes]");
  }
}
