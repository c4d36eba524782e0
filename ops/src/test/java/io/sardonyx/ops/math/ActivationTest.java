package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class ActivationTest {

  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  private static void check(OpTest test, float[] x, double... expected) {
    // Longer than a vector, so that vector kernels run too.
    float[] repeated = new float[x.length * 7];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = x[i % x.length];
    }
    float[] y = test.input(repeated, 7, x.length).run().floats();
    for (int i = 0; i < y.length; i++) {
      double e = expected[i % x.length];
      if (Double.isFinite(e)) {
        assertThat((double) y[i]).as("of %s", repeated[i]).isCloseTo(e, within(1e-6));
      } else {
        assertThat(Float.compare(y[i], (float) e)).as("of %s", repeated[i]).isZero();
      }
    }
  }

  @Test
  void relu() {
    for (int opset : new int[] {1, 6, 13, 14}) {
      check(OpTest.op("Relu", opset), new float[] {-1, 0, 2, NAN, -INF, INF}, 0, 0, 2, NAN, 0, INF);
    }
    Tensor longs = Tensor.of(new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE, 0}, 4);
    assertThat(OpTest.op("Relu", 14).input(longs).run().longs())
        .containsExactly(0, Long.MAX_VALUE, 0, 0);
    Tensor bytes = Tensor.of(ElementType.INT8, new byte[] {-1, 127, -128}, 3);
    assertThat(OpTest.op("Relu", 14).input(bytes).run().bytes()).containsExactly(0, 127, 0);
  }

  @Test
  void leakyRelu() {
    check(OpTest.op("LeakyRelu", 16), new float[] {-2, 0, 3, NAN}, -0.02, 0, 3, NAN);
    check(
        OpTest.op("LeakyRelu", 6).attribute("alpha", 0.5f), new float[] {-2, 3, -INF}, -1, 3, -INF);
  }

  @Test
  void thresholdedReluIsZeroUnlessAbove() {
    check(
        OpTest.op("ThresholdedRelu", 22).attribute("alpha", 1.5f),
        new float[] {1.5f, 1.6f, -3, NAN, INF},
        0,
        1.6f,
        0,
        0,
        INF);
  }

  @Test
  void elu() {
    check(
        OpTest.op("Elu", 22).attribute("alpha", 2f),
        new float[] {-1, 0, 1.5f, -INF, NAN, -1e-6f},
        -1.264241118,
        0,
        1.5,
        -2,
        NAN,
        -2e-6);
  }

  @Test
  void celu() {
    check(
        OpTest.op("Celu", 12).attribute("alpha", 2f),
        new float[] {-1, 0, 1.5f, -INF, NAN},
        -0.786938681,
        0,
        1.5,
        -2,
        NAN);
    double[] doubles =
        OpTest.op("Celu", 28).input(Tensor.of(new double[] {-1, 3}, 2)).run().doubles();
    assertThat(doubles[0]).isCloseTo(-0.632120559, within(1e-9));
    assertThat(doubles[1]).isEqualTo(3);
  }

  @Test
  void seluHasOtherDefaultsInVersion1() {
    check(OpTest.op("Selu", 22), new float[] {-1, 1}, -1.111330737, 1.050701);
    check(OpTest.op("Selu", 1), new float[] {-1, 1}, -1.6732 * 1.0507 * 0.632120559, 1.0507);
  }

  @Test
  void hardSigmoid() {
    check(OpTest.op("HardSigmoid", 22), new float[] {-3, 0, 1, 4, NAN}, 0, 0.5, 0.7, 1, NAN);
    check(
        OpTest.op("HardSigmoid", 6).attribute("alpha", 0.5f).attribute("beta", 0.1f),
        new float[] {1, -INF, INF},
        0.6,
        0,
        1);
  }

  @Test
  void hardSwish() {
    check(OpTest.op("HardSwish", 14), new float[] {-4, -1, 1, 4}, 0, -1 / 3.0, 2 / 3.0, 4);
  }

  @Test
  void mish() {
    check(
        OpTest.op("Mish", 18),
        new float[] {-1, 0, 1, 50, -60, NAN},
        -0.303401461,
        0,
        0.865098388,
        50,
        0,
        NAN);
  }

  @Test
  void geluByErrorFunctionOrTanh() {
    check(OpTest.op("Gelu", 20), new float[] {-1, 0, 2}, -0.158655254, 0, 1.954499736);
    check(
        OpTest.op("Gelu", 20).attribute("approximate", "tanh"),
        new float[] {-1, 0, 2, -20, 20},
        -0.158808009,
        0,
        1.954597694,
        0,
        20);
    assertThat(
            OpTest.op("Gelu", 20)
                .attribute("approximate", "sigmoid")
                .input(Tensors.ramp(2))
                .failure())
        .hasMessageContaining("'approximate'");
  }

  @Test
  void swish() {
    check(
        OpTest.op("Swish", 24).attribute("alpha", 2f),
        new float[] {-1, 0, 1, -100, 100, NAN},
        -0.119202922,
        0,
        0.880797078,
        0,
        100,
        NAN);
  }

  @Test
  void shrink() {
    check(
        OpTest.op("Shrink", 9).attribute("lambd", 1.5f).attribute("bias", 1f),
        new float[] {-2, -1.5f, 0, 1.5f, 2, NAN},
        -1,
        0,
        0,
        0,
        1,
        0);
    Tensor ints = Tensor.of(new int[] {-3, 0, 3}, 3);
    assertThat(
            OpTest.op("Shrink", 9)
                .attribute("lambd", 1f)
                .attribute("bias", 2f)
                .input(ints)
                .run()
                .ints())
        .containsExactly(-1, 0, 1);
  }

  @Test
  void smallFloatsAreComputedAsFloats() {
    Tensor y = OpTest.op("HardSwish", 22).input(Tensors.float16(-1, 1, 4)).run();
    assertThat(Float.float16ToFloat(y.shorts()[1])).isCloseTo(2 / 3f, within(1e-3f));
    assertThat(Float.float16ToFloat(y.shorts()[2])).isEqualTo(4);
  }
}
