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

class SoftmaxTest {

  private static final float[] X = {0, 1, 2, 3, 4, 6};

  /** Softmax by its definition, along the middle axis of [outer, length, inner]. */
  private static float[] expected(float[] x, int length, int inner, boolean log) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int first = i / (length * inner) * length * inner + i % inner;
      double sum = 0;
      for (int k = 0; k < length; k++) {
        sum += Math.exp(x[first + k * inner] - x[i]);
      }
      y[i] = (float) (log ? -Math.log(sum) : 1 / sum);
    }
    return y;
  }

  @Test
  void worksAlongOneAxisSince13() {
    Tensor x = Tensors.random(1, 3, 5, 21);
    for (int axis : new int[] {0, 1, -1}) {
      int length = (int) x.shape()[axis < 0 ? 2 : axis];
      int inner = axis == 0 ? 105 : axis == 1 ? 21 : 1;

      Tensor y = OpTest.op("Softmax", 13).attribute("axis", axis).input(x).run();
      Tensor log = OpTest.op("LogSoftmax", 13).attribute("axis", axis).input(x).run();

      assertThat(y.floats())
          .containsExactly(expected(x.floats(), length, inner, false), within(1e-6f));
      assertThat(log.floats())
          .containsExactly(expected(x.floats(), length, inner, true), within(1e-5f));
    }
  }

  @Test
  void flattensFromTheAxisOnBefore13() {
    Tensor y = OpTest.op("Softmax", 11).input(X, 1, 2, 3).run();
    assertThat(y.floats()).containsExactly(expected(X, 6, 1, false), within(1e-6f));

    Tensor rows = OpTest.op("LogSoftmax", 1).attribute("axis", 2).input(X, 1, 2, 3).run();
    assertThat(rows.floats()).containsExactly(expected(X, 3, 1, true), within(1e-6f));
  }

  @Test
  void takesTheLastAxisByDefaultSince13() {
    Tensor y = OpTest.op("Softmax", 13).input(X, 2, 3).run();

    assertThat(y.floats()).containsExactly(expected(X, 3, 1, false), within(1e-6f));
  }

  @Test
  void doesNotOverflow() {
    Tensor y = OpTest.op("Softmax", 13).input(new float[] {1e30f, 1e30f, -1e30f}, 3).run();

    assertThat(y.floats()).containsExactly(0.5f, 0.5f, 0);
  }

  @Test
  void givesMaskedElementsNothing() {
    float none = Float.NEGATIVE_INFINITY;
    Tensor y =
        OpTest.op("Softmax", 13).input(new float[] {none, 2, none, none, none, none}, 2, 3).run();

    assertThat(y.floats()).containsExactly(0, 1, 0, Float.NaN, Float.NaN, Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void computesHalvesAndDoubles(long axis) {
    short[] halves = new short[6];
    double[] doubles = new double[6];
    for (int i = 0; i < 6; i++) {
      halves[i] = Float.floatToFloat16(X[i]);
      doubles[i] = X[i];
    }
    float[] e = expected(X, axis == 0 ? 2 : 3, axis == 0 ? 3 : 1, false);

    short[] h =
        OpTest.op("Softmax", 13)
            .attribute("axis", axis)
            .input(Tensor.of(ElementType.FLOAT16, halves, 2, 3))
            .run()
            .shorts();
    double[] d =
        OpTest.op("Softmax", 13)
            .attribute("axis", axis)
            .input(Tensor.of(doubles, 2, 3))
            .run()
            .doubles();

    for (int i = 0; i < 6; i++) {
      assertThat(Float.float16ToFloat(h[i])).isCloseTo(e[i], within(1e-3f));
      assertThat(d[i]).isCloseTo(e[i], within(1e-6));
    }
  }

  @Test
  void keepsEmptyTensors() {
    assertThat(OpTest.op("Softmax", 13).input(new float[0], 0, 3).run().shape())
        .containsExactly(0, 3);
    assertThat(
            OpTest.op("Softmax", 13).attribute("axis", 0).input(new float[0], 0, 3).run().shape())
        .containsExactly(0, 3);
  }

  @Test
  void marksTheFirstLargest() {
    float[] x = {1, 5, 5, 7, 2, 7};

    assertThat(OpTest.op("Hardmax", 13).input(x, 2, 3).run().floats())
        .containsExactly(0, 1, 0, 1, 0, 0);
    assertThat(OpTest.op("Hardmax", 13).attribute("axis", 0).input(x, 2, 3).run().floats())
        .containsExactly(0, 1, 0, 1, 0, 1);
    assertThat(OpTest.op("Hardmax", 11).attribute("axis", 0).input(x, 2, 3).run().floats())
        .containsExactly(0, 0, 0, 1, 0, 0);
    Tensor halves = Tensor.of(ElementType.FLOAT16, new short[] {0x3C00, 0x4000}, 2);
    assertThat(OpTest.op("Hardmax", 13).input(halves).run().shorts()).containsExactly(0, 0x3C00);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax", "Hardmax"})
  void refusesAxesOutOfRange(String op) {
    assertThat(OpTest.op(op, 13).attribute("axis", 2).input(X, 2, 3).failure())
        .hasMessageContaining("axis 2 is out of range for rank 2");
  }
}
