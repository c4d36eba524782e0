package io.sardonyx.ops.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearTest {

  private static OpTest regressor() {
    return OpTest.op("ai.onnx.ml", "LinearRegressor", 1)
        .attribute("coefficients", 1, 2, 3, 4f)
        .attribute("targets", 2);
  }

  private static OpTest classifier() {
    return OpTest.op("ai.onnx.ml", "LinearClassifier", 1).outputs(2);
  }

  private static float[] floats(Value value) {
    return ((Tensor) value).floats();
  }

  @Test
  void regressorHasARowOfCoefficientsForEachTarget() {
    OpTest test = regressor().attribute("intercepts", 10, 20f);
    assertThat(test.input(new long[] {1, 1, 0, 2}, 2, 2).run().floats())
        .containsExactly(13, 27, 14, 28);
    Tensor row = regressor().input(Tensor.of(new double[] {1, 1}, 2)).run();
    assertThat(row.shape()).containsExactly(1, 2);
    assertThat(row.floats()).containsExactly(3, 7);
  }

  @Test
  void regressorTransformsItsResults() {
    float[] y =
        regressor().attribute("post_transform", "SOFTMAX").input(new float[2], 1, 2).run().floats();
    assertThat(y).containsExactly(0.5f, 0.5f);
    y =
        regressor()
            .attribute("post_transform", "LOGISTIC")
            .input(new float[] {0, 1}, 1, 2)
            .run()
            .floats();
    assertThat(y[0]).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-6f));
  }

  @Test
  void regressorRejectsWhatDoesNotFit() {
    assertThat(regressor().input(new float[3], 1, 3).failure())
        .hasMessageContaining("expected 2 features");
    assertThat(regressor().attribute("intercepts", 1, 2, 3f).input(new float[2], 1, 2).failure())
        .hasMessageContaining("there are 3 intercepts");
    assertThat(
            OpTest.op("ai.onnx.ml", "LinearRegressor", 1)
                .attribute("coefficients", 1, 2, 3f)
                .attribute("targets", 2)
                .input(new float[2], 1, 2)
                .failure())
        .hasMessageContaining("3 coefficients, which 2 targets cannot share");
  }

  @Test
  void classifierTakesTheLargestScore() {
    List<Value> y =
        classifier()
            .attribute("classlabels_strings", "a", "b", "c")
            .attribute("coefficients", 1, -1, 2f)
            .attribute("intercepts", 0, 0, -1f)
            .input(new float[] {2, -2, 0}, 3, 1)
            .runAll();
    assertThat(((Tensor) y.get(0)).strings()).containsExactly("c", "b", "a");
    assertThat(floats(y.get(1))).containsExactly(2, -2, 3, -2, 2, -5, 0, 0, -1);
  }

  @Test
  void oneFunctionDecidesBetweenTwoClasses() {
    OpTest test =
        classifier()
            .attribute("classlabels_ints", 5, 6)
            .attribute("coefficients", new float[] {1})
            .attribute("intercepts", new float[] {0});
    List<Value> y = test.input(new float[] {0.25f, -1}, 2, 1).runAll();
    assertThat(((Tensor) y.get(0)).longs()).containsExactly(6, 5);
    assertThat(floats(y.get(1))).containsExactly(0.75f, 0.25f, 2, -1);
    y = test.attribute("post_transform", "LOGISTIC").runAll();
    assertThat(floats(y.get(1))[1]).isCloseTo((float) (1 / (1 + Math.exp(-0.25))), within(1e-6f));
    assertThat(floats(y.get(1))[0] + floats(y.get(1))[1]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void oneClassIsThereOrNot() {
    List<Value> y =
        classifier()
            .attribute("classlabels_ints", new long[] {5})
            .attribute("coefficients", new float[] {1})
            .input(new float[] {2, -1}, 2, 1)
            .runAll();
    assertThat(((Tensor) y.get(0)).longs()).containsExactly(5, 0);
    assertThat(floats(y.get(1))).containsExactly(2, -1);
  }

  @Test
  void softmaxZeroKeepsZerosSmall() {
    float[] y =
        regressor()
            .attribute("post_transform", "SOFTMAX_ZERO")
            .input(new float[] {0, 0}, 1, 2)
            .run()
            .floats();
    assertThat(y).containsExactly(0.5f, 0.5f);
    y =
        regressor()
            .attribute("intercepts", 0, 1f)
            .attribute("post_transform", "SOFTMAX_ZERO")
            .input(new float[] {0, 0}, 1, 2)
            .run()
            .floats();
    assertThat(y).containsExactly(0, 1);
  }

  @Test
  void probitIsTheNormalQuantile() {
    float[] y =
        regressor()
            .attribute("intercepts", 0.5f, 0.975f)
            .attribute("post_transform", "PROBIT")
            .input(new float[] {0, 0}, 1, 2)
            .run()
            .floats();
    assertThat(y[0]).isZero();
    assertThat(y[1]).isCloseTo(1.96f, within(0.01f));
  }
}
