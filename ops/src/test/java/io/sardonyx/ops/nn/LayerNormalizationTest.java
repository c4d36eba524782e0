package io.sardonyx.ops.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerNormalizationTest {

  /** Rows with the means 2 and 6 and the variances 1 and 4. */
  private static final float[] X = {1, 3, 1, 3, 4, 8, 8, 4};

  private static OpTest normalization() {
    return OpTest.op("LayerNormalization", 17).attribute("epsilon", 0f).input(X, 2, 4);
  }

  @Test
  void normalizesRowsAndGivesTheirStatistics() {
    List<Value> y =
        normalization()
            .input(new float[] {1, 2, 3, 4}, 4)
            .input(new float[] {0, 0, 10, 10}, 4)
            .outputs(3)
            .runAll();

    assertThat(((Tensor) y.get(0)).floats())
        .containsExactly(new float[] {-1, 2, 7, 14, -1, 2, 13, 6}, within(1e-5f));
    assertThat(((Tensor) y.get(1)).shape()).containsExactly(2, 1);
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(2, 6);
    assertThat(((Tensor) y.get(2)).floats()).containsExactly(1, 0.5f);
  }

  @Test
  void normalizesSeveralAxes() {
    Tensor y =
        OpTest.op("LayerNormalization", 17)
            .attribute("axis", -2)
            .attribute("epsilon", 0f)
            .input(new float[] {1, 3, 1, 3}, 1, 2, 2)
            .input(new float[] {1, 1, 1, 2}, 2, 2)
            .run();

    assertThat(y.floats()).containsExactly(new float[] {-1, 1, -1, 2}, within(1e-6f));
  }

  @Test
  void broadcastsScaleAndShift() {
    float[] plain = {-1, 1, -1, 1, -1, 1, 1, -1};
    float[] doubled = {-2, 2, -2, 2, -2, 2, 2, -2};
    assertThat(normalization().input(new float[] {2}, 1).run().floats()).containsExactly(doubled);
    assertThat(normalization().input(Tensor.scalar(2f)).run().floats()).containsExactly(doubled);
    assertThat(
            normalization()
                .input(new float[] {1}, 1)
                .input(new float[] {0, 5}, 2, 1)
                .run()
                .floats())
        .containsExactly(-1, 1, -1, 1, 4, 6, 6, 4);
    assertThat(normalization().input(new float[] {1, 1, 1, 1, 0, 0, 0, 3}, 2, 4).run().floats())
        .containsExactly(-1, 1, -1, 1, -0f, 0, 0, -3);
    assertThat(normalization().input(new float[] {1, 1, 1, 1}, 1, 4).run().floats())
        .containsExactly(plain);
  }

  @Test
  void computesHalvesAsFloats() {
    short[] halves = new short[8];
    for (int i = 0; i < 8; i++) {
      halves[i] = Float.floatToFloat16(X[i]);
    }
    short one = Float.floatToFloat16(1);
    List<Value> y =
        OpTest.op("LayerNormalization", 17)
            .attribute("epsilon", 0f)
            .input(Tensor.of(ElementType.FLOAT16, halves, 2, 4))
            .input(Tensor.of(ElementType.FLOAT16, new short[] {one, one, one, one}, 4))
            .outputs(2)
            .runAll();

    short minus = Float.floatToFloat16(-1);
    assertThat(((Tensor) y.get(0)).shorts())
        .containsExactly(minus, one, minus, one, minus, one, one, minus);
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(2, 6);
  }

  @Test
  void givesStatisticsInTheStashType() {
    List<Value> y =
        OpTest.op("LayerNormalization", 17)
            .attribute("stash_type", ElementType.BFLOAT16.code())
            .input(Tensor.of(new double[] {1, 3}, 1, 2))
            .input(Tensor.of(new double[] {1, 1}, 2))
            .outputs(2)
            .runAll();

    assertThat(((Tensor) y.get(1)).shorts()).containsExactly(0x4000);
  }

  @Test
  void isAccurateFarFromZero() {
    float[] x = new float[64];
    for (int i = 0; i < 64; i++) {
      x[i] = 10_000 + i % 2;
    }
    Tensor y =
        OpTest.op("LayerNormalization", 17)
            .attribute("epsilon", 0f)
            .input(x, 1, 64)
            .input(new float[] {1}, 1)
            .run();

    assertThat(y.floats()[0]).isEqualTo(-1);
    assertThat(y.floats()[63]).isEqualTo(1);
  }

  @Test
  void dividesByTheRootMeanSquare() {
    Tensor y =
        OpTest.op("RMSNormalization", 23)
            .attribute("epsilon", 0f)
            .input(new float[] {1, -1, 7, 1}, 2, 2)
            .input(new float[] {1, 10}, 2)
            .run();

    assertThat(y.floats()).containsExactly(new float[] {1, -10, 1.4f, 2}, within(1e-6f));
  }

  @Test
  void givesTheScalesTypeFromRmsNormalization() {
    Tensor y =
        OpTest.op("RMSNormalization", 23)
            .attribute("epsilon", 0f)
            .input(Tensor.of(ElementType.FLOAT16, new short[] {0x3C00, 0x4700}, 1, 2))
            .input(Tensor.of(new double[] {1, 10}, 2))
            .run();

    assertThat(y.doubles()).containsExactly(new double[] {0.2, 14}, within(1e-6));
  }

  @Test
  void refusesWhatCannotBeBroadcast() {
    assertThat(normalization().input(new float[3], 3).failure())
        .hasMessageContaining("input 1 of shape [3] cannot be broadcast to [2,4]");
    assertThat(normalization().input(Tensors.ramp(1, 2, 4)).failure())
        .hasMessageContaining("cannot be broadcast");
    assertThat(normalization().attribute("axis", 2).input(new float[] {1}, 1).failure())
        .hasMessageContaining("axis 2 is out of range");
  }
}
