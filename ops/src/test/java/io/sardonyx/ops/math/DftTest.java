package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DftTest {

  /** The transform of a complex vector by its definition. */
  private static float[] expected(float[] x, int sign) {
    int n = x.length / 2;
    float[] y = new float[x.length];
    for (int k = 0; k < n; k++) {
      double re = 0;
      double im = 0;
      for (int j = 0; j < n; j++) {
        double angle = sign * 2 * Math.PI * j * k / n;
        re += x[2 * j] * Math.cos(angle) - x[2 * j + 1] * Math.sin(angle);
        im += x[2 * j] * Math.sin(angle) + x[2 * j + 1] * Math.cos(angle);
      }
      y[2 * k] = (float) (sign > 0 ? re / n : re);
      y[2 * k + 1] = (float) (sign > 0 ? im / n : im);
    }
    return y;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 10, 12, 34, 37})
  void transformsThereAndBack(int n) {
    Tensor x = Tensors.random(n, n, 2);

    Tensor y = OpTest.op("DFT", 20).input(x).run();
    Tensor back = OpTest.op("DFT", 20).attribute("inverse", 1).input(y).run();
    Tensor inverse = OpTest.op("DFT", 20).attribute("inverse", 1).input(x).run();

    assertThat(y.floats()).containsExactly(expected(x.floats(), -1), within(1e-5f));
    assertThat(inverse.floats()).containsExactly(expected(x.floats(), 1), within(1e-5f));
    assertThat(back.floats()).containsExactly(x.floats(), within(1e-5f));
  }

  @Test
  void worksAlongTheAxis() {
    float[] x = {1, 10, 2, 20, 3, 30};

    Tensor attribute = OpTest.op("DFT", 17).attribute("axis", -3).input(x, 3, 2, 1).run();
    assertThat(attribute.shape()).containsExactly(3, 2, 2);
    assertThat(attribute.floats()[0]).isEqualTo(6);
    assertThat(attribute.floats()[2]).isEqualTo(60);

    Tensor input =
        OpTest.op("DFT", 20)
            .input(new float[] {1, 10, 2, 20}, 2, 2, 1)
            .input((Tensor) null)
            .input(Tensor.scalar(0L))
            .run();
    assertThat(input.floats()).containsExactly(3, 0, 30, 0, -1, 0, -10, 0);
  }

  @Test
  void cutsAndPadsToTheLength() {
    Tensor x = Tensor.of(new float[] {1, 2, 3}, 3, 1);

    assertThat(OpTest.op("DFT", 20).input(x).input(Tensor.scalar(2L)).run().floats())
        .containsExactly(3, 0, -1, 0);
    assertThat(OpTest.op("DFT", 20).input(x).input(Tensor.scalar(4L)).run().floats())
        .containsExactly(new float[] {6, 0, -2, -2, 2, 0, -2, 2}, within(1e-6f));
  }

  @Test
  void halvesTheSpectrumOfRealNumbers() {
    Tensor x = Tensors.random(3, 2, 9, 1);
    Tensor whole = OpTest.op("DFT", 20).input(x).run();

    Tensor half = OpTest.op("DFT", 20).attribute("onesided", 1).input(x).run();
    Tensor back =
        OpTest.op("DFT", 20)
            .attribute("onesided", 1)
            .attribute("inverse", 1)
            .input(half)
            .input(Tensor.scalar(9L))
            .run();

    assertThat(half.shape()).containsExactly(2, 5, 2);
    for (int i = 0; i < 10; i++) {
      assertThat(half.floats()[i]).isCloseTo(whole.floats()[i], within(1e-5f));
      assertThat(half.floats()[10 + i]).isCloseTo(whole.floats()[18 + i], within(1e-5f));
    }
    assertThat(back.shape()).containsExactly(2, 9, 1);
    assertThat(back.floats()).containsExactly(x.floats(), within(1e-5f));
  }

  @Test
  void completesASpectrumToAnEvenLengthByDefault() {
    Tensor half = Tensor.of(new float[] {10, 0, -2, 2, -2, 0}, 3, 2);

    Tensor y =
        OpTest.op("DFT", 17)
            .attribute("axis", 0)
            .attribute("onesided", 1)
            .attribute("inverse", 1)
            .input(half)
            .run();

    assertThat(y.shape()).containsExactly(4, 1);
    assertThat(y.floats()).containsExactly(new float[] {1, 2, 3, 4}, within(1e-6f));
  }

  @Test
  void transformsFramesUnderAWindow() {
    float[] signal = {1, 2, 3, 4, 5, 6};
    Tensor y =
        OpTest.op("STFT", 17)
            .attribute("onesided", 0)
            .input(signal, 1, 6, 1)
            .input(Tensor.scalar(2L))
            .input(new float[] {1, 0.5f}, 2)
            .run();

    assertThat(y.shape()).containsExactly(1, 3, 2, 2);
    assertThat(y.floats()).containsExactly(2, 0, 0, 0, 5, 0, 1, 0, 8, 0, 2, 0);
  }

  @Test
  void transformsFramesWithoutAWindow() {
    Tensor y =
        OpTest.op("STFT", 17)
            .input(new float[] {1, 2, 3, 4, 5}, 1, 5, 1)
            .input(Tensor.scalar(1L))
            .input((Tensor) null)
            .input(Tensor.scalar(4L))
            .run();

    assertThat(y.shape()).containsExactly(1, 2, 3, 2);
    assertThat(y.floats())
        .containsExactly(new float[] {10, 0, -2, 2, -2, 0, 14, 0, -2, 2, -2, 0}, within(1e-5f));
  }

  @Test
  void computesDoubles() {
    Tensor x = Tensor.of(ElementType.DOUBLE, new double[] {1, 2, 3, 4}, 4, 1);

    assertThat(OpTest.op("DFT", 20).input(x).run().doubles())
        .containsExactly(new double[] {10, 0, -2, 2, -2, 0, -2, -2}, within(1e-12));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThat(OpTest.op("DFT", 20).attribute("onesided", 1).input(new float[4], 2, 2).failure())
        .hasMessageContaining("expected 1 as the last dimension of a one-sided transform");
    assertThat(OpTest.op("DFT", 17).attribute("axis", 1).input(new float[4], 2, 2).failure())
        .hasMessageContaining("axis 1 is the last one");
    assertThat(OpTest.op("DFT", 20).input(new float[4], 4).failure())
        .hasMessageContaining("expected at least rank 2");
    assertThat(OpTest.op("DFT", 20).input(new float[4], 2, 2).input(Tensor.scalar(0L)).failure())
        .hasMessageContaining("the length of the transform is 0");
    assertThat(
            OpTest.op("STFT", 17)
                .input(new float[4], 1, 4, 1)
                .input(Tensor.scalar(1L))
                .input(new float[5], 5)
                .failure())
        .hasMessageContaining("a frame of 5 does not fit into a signal of 4");
    assertThat(
            OpTest.op("STFT", 17)
                .input(new float[4], 1, 4, 1)
                .input(Tensor.scalar(0L))
                .input(new float[2], 2)
                .failure())
        .hasMessageContaining("a step of 0 apart");
  }
}
