package io.sardonyx.ops.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNormalizationTest {

  private static final float[] X = {1, 3, 5, 9, 3, 5, 7, 11};

  /** With scale (1, 2), shift (0, 1), mean (3, 8) and variance (4, 1). */
  private static OpTest normalization(int opset, float[] x, long... shape) {
    return OpTest.op("BatchNormalization", opset)
        .attribute("epsilon", 0f)
        .input(x, shape)
        .input(new float[] {1, 2}, 2)
        .input(new float[] {0, 1}, 2)
        .input(new float[] {3, 8}, 2)
        .input(new float[] {4, 1}, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 9, 14, 15})
  void usesGivenStatistics(int opset) {
    Tensor y = normalization(opset, X, 2, 2, 2).run();

    assertThat(y.floats()).containsExactly(new float[] {-1, 0, -5, 3, 0, 1, -1, 7}, within(1e-6f));
  }

  @Test
  void usesGivenStatisticsInOldTests() {
    Tensor y = normalization(6, X, 2, 2, 2, 1).attribute("is_test", 1).run();
    Tensor older =
        normalization(1, X, 2, 2, 2, 1)
            .attribute("is_test", 1)
            .attribute("consumed_inputs", new long[] {0, 0, 0, 1, 1})
            .run();

    float[] expected = {-1, 0, -5, 3, 0, 1, -1, 7};
    assertThat(y.floats()).containsExactly(expected, within(1e-6f));
    assertThat(older.floats()).containsExactly(expected, within(1e-6f));
  }

  @Test
  void normalizesFeaturesWithoutSpace() {
    Tensor y = normalization(9, X, 4, 2).run();

    assertThat(y.floats()).containsExactly(new float[] {-1, -9, 1, 3, 0, -5, 2, 7}, within(1e-6f));
  }

  @Test
  void normalizesEveryFeatureIfNotSpatial() {
    Tensor y =
        OpTest.op("BatchNormalization", 7)
            .attribute("epsilon", 0f)
            .attribute("spatial", 0)
            .input(X, 2, 2, 2)
            .input(new float[] {1, 1, 1, 2}, 2, 2)
            .input(new float[] {0, 1, 0, 0}, 2, 2)
            .input(new float[] {1, 3, 5, 9}, 2, 2)
            .input(new float[] {1, 4, 1, 1}, 2, 2)
            .run();

    assertThat(y.floats()).containsExactly(new float[] {0, 1, 0, 0, 2, 2, 2, 4}, within(1e-6f));
  }

  @Test
  void treatsAVectorAsOneChannel() {
    Tensor y =
        OpTest.op("BatchNormalization", 9)
            .attribute("epsilon", 0f)
            .input(new float[] {1, 5}, 2)
            .input(new float[] {2}, 1)
            .input(new float[] {1}, 1)
            .input(new float[] {3}, 1)
            .input(new float[] {4}, 1)
            .run();

    assertThat(y.floats()).containsExactly(-1, 3);
  }

  @Test
  void trains() {
    List<Value> y =
        normalization(15, X, 2, 2, 2)
            .attribute("training_mode", 1)
            .attribute("momentum", 0.5f)
            .outputs(3)
            .runAll();

    // Channel 0 is (1, 3, 3, 5), with the variance 2; channel 1 is (5, 9, 7, 11), with 5.
    float a = (float) Math.sqrt(2);
    float b = (float) Math.sqrt(0.2);
    assertThat(((Tensor) y.get(0)).floats())
        .containsExactly(
            new float[] {-a, 0, 1 - 6 * b, 1 + 2 * b, 0, a, 1 - 2 * b, 1 + 6 * b}, within(1e-5f));
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(new float[] {3, 8}, within(1e-6f));
    assertThat(((Tensor) y.get(2)).floats()).containsExactly(new float[] {3, 3}, within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 9})
  void givesTheBatchesStatisticsInOldVersions(int opset) {
    List<Value> y = normalization(opset, X, 2, 2, 2, 1).outputs(5).runAll();

    assertThat(((Tensor) y.get(1)).floats()).containsExactly(new float[] {3, 8}, within(1e-6f));
    assertThat(((Tensor) y.get(2)).floats())
        .containsExactly(new float[] {3.8f, 1.4f}, within(1e-6f));
    assertThat(((Tensor) y.get(3)).floats()).containsExactly(3, 8);
    assertThat(((Tensor) y.get(4)).floats()).containsExactly(2, 5);
  }

  @Test
  void mixesTypesSince15() {
    Tensor y =
        OpTest.op("BatchNormalization", 15)
            .attribute("epsilon", 0f)
            .input(Tensor.of(ElementType.FLOAT16, new short[] {0x3C00, 0x4200}, 1, 1, 2))
            .input(new float[] {2}, 1)
            .input(new float[] {0}, 1)
            .input(Tensor.of(new double[] {1}, 1))
            .input(Tensor.of(new double[] {4}, 1))
            .run();

    assertThat(y.shorts()).containsExactly(0, 0x4000);
  }

  @Test
  void refusesMoreOutputsWithoutTraining() {
    assertThat(normalization(15, X, 2, 2, 2).outputs(3).failure())
        .hasMessageContaining("has 3 outputs; without training there is only one");
    assertThat(normalization(15, X, 2, 4).failure())
        .hasMessageContaining("input 1 has shape [2]; expected 4 elements");
  }
}
