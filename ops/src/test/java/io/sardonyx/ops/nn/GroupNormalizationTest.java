package io.sardonyx.ops.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class GroupNormalizationTest {

  /** [1, 4, 2]: channels with the means 1, 3, 5 and 7. */
  private static final float[] X = {0, 2, 2, 4, 3, 7, 6, 8};

  @Test
  void normalizesInstances() {
    Tensor y =
        OpTest.op("InstanceNormalization", 6)
            .attribute("epsilon", 0f)
            .input(X, 1, 4, 2)
            .input(new float[] {1, 2, 3, 4}, 4)
            .input(new float[] {0, 0, 0, 10}, 4)
            .run();

    assertThat(y.floats()).containsExactly(new float[] {-1, 1, -2, 2, -3, 3, 6, 14}, within(1e-5f));
  }

  @Test
  void normalizesInstancesOfOldAndNarrowTypes() {
    assertThat(
            OpTest.op("InstanceNormalization", 1)
                .attribute("consumed_inputs", new long[] {0, 0, 0})
                .attribute("epsilon", 0f)
                .input(new float[] {1, 3}, 1, 1, 1, 2)
                .input(new float[] {1}, 1)
                .input(new float[] {0}, 1)
                .run()
                .floats())
        .containsExactly(-1, 1);
    assertThat(
            OpTest.op("InstanceNormalization", 22)
                .attribute("epsilon", 0f)
                .input(Tensor.of(ElementType.BFLOAT16, new short[] {0x3F80, 0x4040}, 1, 1, 2))
                .input(Tensor.of(ElementType.BFLOAT16, new short[] {0x3F80}, 1))
                .input(Tensor.of(ElementType.BFLOAT16, new short[] {0}, 1))
                .run()
                .shorts())
        .containsExactly((short) 0xBF80, (short) 0x3F80);
  }

  @Test
  void normalizesGroups() {
    float[] x = {1, 1, 3, 3, 0, 4, 4, 0};
    Tensor y =
        OpTest.op("GroupNormalization", 21)
            .attribute("num_groups", 2)
            .attribute("epsilon", 0f)
            .input(x, 1, 4, 2)
            .input(new float[] {1, 2, 3, 4}, 4)
            .input(new float[] {0, 0, 0, 10}, 4)
            .run();
    assertThat(y.floats()).containsExactly(new float[] {-1, -1, 2, 2, -3, 3, 14, 6}, within(1e-5f));

    Tensor perGroup =
        OpTest.op("GroupNormalization", 18)
            .attribute("num_groups", 2)
            .attribute("epsilon", 0f)
            .input(x, 1, 4, 2)
            .input(new float[] {1, 3}, 2)
            .input(new float[] {0, 10}, 2)
            .run();
    assertThat(perGroup.floats())
        .containsExactly(new float[] {-1, -1, 1, 1, 7, 13, 13, 7}, within(1e-5f));
  }

  @Test
  void normalizesVectors() {
    Tensor l2 = OpTest.op("LpNormalization", 1).input(new float[] {3, 4, 0, 0}, 2, 2).run();
    assertThat(l2.floats()).containsExactly(new float[] {0.6f, 0.8f, 0, 0}, within(1e-6f));

    Tensor l1 =
        OpTest.op("LpNormalization", 22)
            .attribute("p", 1)
            .attribute("axis", 0)
            .input(new float[] {1, -2, 3, 2}, 2, 2)
            .run();
    assertThat(l1.floats()).containsExactly(0.25f, -0.5f, 0.75f, 0.5f);
  }

  @Test
  void normalizesAlongAnyAxes() {
    Tensor x = Tensors.ramp(2, 2, 3, 2);
    Tensor y = OpTest.op("MeanVarianceNormalization", 13).input(x).run();

    // Channel 0 holds 0 to 5 and 12 to 17, channel 1 the same and 6 more.
    double variance = 36 + 35.0 / 12;
    for (int i = 0; i < 24; i++) {
      float expected = (float) (((i - i / 6 % 2 * 6) - 8.5) / Math.sqrt(variance));
      assertThat(y.floats()[i]).isCloseTo(expected, within(1e-5f));
    }
    Tensor columns =
        OpTest.op("MeanVarianceNormalization", 9)
            .attribute("axes", new long[] {-2})
            .input(new float[] {1, 5, 3, 5}, 2, 2)
            .run();
    assertThat(columns.floats()).containsExactly(new float[] {-1, 0, 1, 0}, within(1e-5f));
  }

  @Test
  void dividesByTheNeighbouringChannels() {
    Tensor x = Tensors.random(3, 2, 5, 3, 7);
    for (long size : new long[] {1, 2, 3, 4, 9}) {
      for (float beta : new float[] {0.75f, 0.5f}) {
        Tensor y =
            OpTest.op("LRN", 13)
                .attribute("size", size)
                .attribute("alpha", 0.5f)
                .attribute("beta", beta)
                .attribute("bias", 2f)
                .input(x)
                .run();

        for (int i = 0; i < 210; i++) {
          int channel = i / 21 % 5;
          double sum = 0;
          for (int k = 0; k < 5; k++) {
            boolean isNear = k >= channel - (size - 1) / 2 && k <= channel + size / 2;
            double v = x.floats()[i + (k - channel) * 21];
            sum += isNear ? v * v : 0;
          }
          double expected = x.floats()[i] / Math.pow(2 + 0.5 / size * sum, beta);
          assertThat(y.floats()[i]).isCloseTo((float) expected, within(1e-5f));
        }
      }
    }
    Tensor halves = Tensor.of(ElementType.FLOAT16, new short[] {0x3C00, 0x3C00}, 1, 2, 1);
    assertThat(
            OpTest.op("LRN", 13)
                .attribute("size", 3)
                .attribute("alpha", 1.5f)
                .attribute("beta", 1f)
                .input(halves)
                .run()
                .shorts())
        .containsExactly(0x3800, 0x3800);
  }

  @Test
  void refusesWrongSizes() {
    assertThat(
            OpTest.op("GroupNormalization", 21)
                .attribute("num_groups", 3)
                .input(X, 1, 4, 2)
                .input(new float[4], 4)
                .input(new float[4], 4)
                .failure())
        .hasMessageContaining("'num_groups' is 3; it must divide 4 channels");
    assertThat(
            OpTest.op("InstanceNormalization", 6)
                .input(X, 1, 4, 2)
                .input(new float[3], 3)
                .input(new float[4], 4)
                .failure())
        .hasMessageContaining("input 1 has shape [3]; expected 4 elements");
    assertThat(OpTest.op("LpNormalization", 1).attribute("p", 3).input(X, 8).failure())
        .hasMessageContaining("'p' is 3");
    assertThat(OpTest.op("LRN", 1).attribute("size", 0).input(X, 1, 4, 2).failure())
        .hasMessageContaining("'size' is 0");
  }

  @Test
  void keepsEmptyTensors() {
    assertThat(
            OpTest.op("InstanceNormalization", 6)
                .input(new float[0], 0, 4, 2)
                .input(new float[4], 4)
                .input(new float[4], 4)
                .run()
                .shape())
        .containsExactly(0, 4, 2);
    assertThat(OpTest.op("LpNormalization", 1).input(new float[0], 2, 0).run().shape())
        .containsExactly(2, 0);
    assertThat(OpTest.op("LRN", 1).attribute("size", 3).input(new float[0], 1, 0, 2).run().shape())
        .containsExactly(1, 0, 2);
  }
}
