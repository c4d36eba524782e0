package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassLossTest {

  /** [N=2, C=3, d=2], as in the specification's examples. */
  private static final float[] X = {1, 2, 2, 2, 3, 2, 0, 1, 2, 2, 1, 2};

  private static OpTest likelihood(String reduction) {
    return OpTest.op("NegativeLogLikelihoodLoss", 13)
        .attribute("reduction", reduction)
        .input(X, 2, 3, 2)
        .input(new long[] {2, 1, 0, 2}, 2, 2);
  }

  @Test
  void keepsLosses() {
    Tensor y = likelihood("none").run();

    assertThat(y.shape()).containsExactly(2, 2);
    assertThat(y.floats()).containsExactly(-3, -2, -0f, -2);
  }

  @ParameterizedTest
  @CsvSource({"sum, -1.1", "mean, -1.5714286"})
  void weighs(String reduction, float expected) {
    Tensor y = likelihood(reduction).input(new float[] {0.2f, 0.3f, 0.1f}, 3).run();

    assertThat(y.shape()).isEmpty();
    assertThat(y.floats()[0]).isCloseTo(expected, within(1e-6f));
  }

  @Test
  void averagesWithoutWeights() {
    assertThat(likelihood("mean").run().floats()).containsExactly(-1.75f);
  }

  @Test
  void ignoresAClass() {
    assertThat(likelihood("mean").attribute("ignore_index", 2).run().floats()).containsExactly(-1);
    assertThat(likelihood("none").attribute("ignore_index", 2).run().floats())
        .containsExactly(0, -2, -0f, 0);
    Tensor outside =
        OpTest.op("NegativeLogLikelihoodLoss", 12)
            .attribute("ignore_index", -5)
            .input(new float[] {1, 2, 3, 4}, 2, 2)
            .input(Tensor.of(new int[] {-5, 1}, 2))
            .run();
    assertThat(outside.floats()).containsExactly(-4);
  }

  @Test
  void takesTheSoftmaxOfScores() {
    float[] scores = {1, 1, 1, 1, 2, 2};
    float log3 = (float) Math.log(3);
    List<Value> y =
        OpTest.op("SoftmaxCrossEntropyLoss", 13)
            .attribute("reduction", "none")
            .input(new float[] {1, 1, 1, 2, 2, 2}, 2, 3)
            .input(new long[] {0, 2}, 2)
            .outputs(2)
            .runAll();
    assertThat(((Tensor) y.get(0)).floats())
        .containsExactly(new float[] {log3, log3}, within(1e-6f));
    assertThat(((Tensor) y.get(1)).floats()).containsOnly(new float[] {-log3}, within(1e-6f));

    Tensor deep =
        OpTest.op("SoftmaxCrossEntropyLoss", 12)
            .input(scores, 1, 2, 3)
            .input(new long[] {0, 0, 1}, 1, 3)
            .run();
    // The columns are (1, 1), (1, 2) and (1, 2).
    double expected = (Math.log(2) + Math.log1p(Math.E) + Math.log1p(1 / Math.E)) / 3;
    assertThat(deep.floats()[0]).isCloseTo((float) expected, within(1e-6f));
  }

  @Test
  void computesHalvesAndDoubles() {
    Tensor halves = Tensor.of(ElementType.FLOAT16, new short[6], 2, 3);
    List<Value> y =
        OpTest.op("SoftmaxCrossEntropyLoss", 13)
            .input(halves)
            .input(new long[] {0, 2}, 2)
            .outputs(2)
            .runAll();
    short log3 = Float.floatToFloat16((float) Math.log(3));
    assertThat(((Tensor) y.get(0)).shorts()).containsExactly(log3);
    assertThat(((Tensor) y.get(1)).shape()).containsExactly(2, 3);

    Tensor doubles = Tensor.of(new double[6], 2, 3);
    assertThat(
            OpTest.op("SoftmaxCrossEntropyLoss", 13)
                .input(doubles)
                .input(new long[] {0, 2}, 2)
                .run()
                .doubles())
        .containsExactly(new double[] {Math.log(3)}, within(1e-15));
  }

  @Test
  void refusesWrongClassesAndShapes() {
    assertThat(
            OpTest.op("NegativeLogLikelihoodLoss", 13)
                .input(new float[4], 2, 2)
                .input(new long[] {0, 2}, 2)
                .failure())
        .hasMessageContaining("class 2 is out of range; there are 2 classes");
    assertThat(
            OpTest.op("NegativeLogLikelihoodLoss", 13)
                .input(new float[4], 2, 2)
                .input(new long[] {0}, 1)
                .failure())
        .hasMessageContaining("input 1 has shape [1]; expected [2]");
    assertThat(
            OpTest.op("NegativeLogLikelihoodLoss", 13)
                .input(new float[4], 2, 2)
                .input(new long[] {0, 1}, 2)
                .input(Tensors.ramp(3))
                .failure())
        .hasMessageContaining("input 2 has shape [3]; expected [2]");
    assertThat(likelihood("median").failure()).hasMessageContaining("'reduction' is 'median'");
  }
}
