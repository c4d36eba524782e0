package io.sardonyx.ops.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupportVectorMachineTest {

  private static OpTest regressor(String kernel) {
    return OpTest.op("ai.onnx.ml", "SVMRegressor", 1)
        .attribute("kernel_type", kernel)
        .attribute("kernel_params", 0.5f, 1, 2)
        .attribute("n_supports", 2)
        .attribute("support_vectors", 1, 0, 0, 2f)
        .attribute("coefficients", 1, -1f)
        .attribute("rho", new float[] {0.25f})
        .input(new float[] {2, 1}, 1, 2);
  }

  private static void assertScore(OpTest test, double expected) {
    assertThat(test.run().floats()[0]).isCloseTo((float) expected, within(1e-6f));
  }

  @Test
  void kernels() {
    assertScore(regressor("LINEAR"), 2 - 2 + 0.25);
    assertScore(regressor("POLY"), 4 - 4 + 0.25);
    assertScore(regressor("RBF"), Math.exp(-1) - Math.exp(-2.5) + 0.25);
    assertScore(regressor("SIGMOID"), 0.25);
    assertThat(regressor("LINEAR").attribute("one_class", 1).run().floats()).containsExactly(1);
  }

  @Test
  void withoutVectorsTheCoefficientsAreThoseOfTheFeatures() {
    Tensor y =
        OpTest.op("ai.onnx.ml", "SVMRegressor", 1)
            .attribute("coefficients", 1, -1f)
            .attribute("rho", new float[] {0.5f})
            .input(new float[] {2, 1, 0, 1}, 2, 2)
            .run();
    assertThat(y.shape()).containsExactly(2, 1);
    assertThat(y.floats()).containsExactly(1.5f, -0.5f);
  }

  @Test
  void regressorRejectsTablesThatDoNotFit() {
    assertThat(regressor("LINEAR").attribute("prob_a", 1).failure())
        .hasMessageContaining("'prob_a' is unknown");
    assertThat(
            OpTest.op("ai.onnx.ml", "SVMRegressor", 1)
                .attribute("n_supports", 3)
                .attribute("support_vectors", 1, 0f)
                .attribute("coefficients", 1, -1, 2f)
                .attribute("rho", new float[] {0})
                .input(new float[1], 1, 1)
                .failure())
        .hasMessageContaining("there are 3 support vectors, with 2 elements");
  }

  /** The vectors are 1, -1 and 0 on a line; each pair's machine weighs its own two by 1. */
  private static OpTest threeClasses() {
    return OpTest.op("ai.onnx.ml", "SVMClassifier", 1)
        .attribute("classlabels_strings", "plus", "minus", "none")
        .attribute("vectors_per_class", 1, 1, 1)
        .attribute("support_vectors", 1, -1, 0f)
        .attribute("coefficients", 1, -1, -1, 1, 1, -1f)
        .attribute("rho", 0, -0.5f, -0.5f)
        .outputs(2);
  }

  @Test
  void pairsVote() {
    // pairs: plus-minus 2x, plus-none x - 0.5, minus-none -x - 0.5
    List<Value> y = threeClasses().input(new float[] {1, -1, 0.25f}, 3, 1).runAll();
    assertThat(((Tensor) y.get(0)).strings()).containsExactly("plus", "minus", "none");
    assertThat(((Tensor) y.get(1)).shape()).containsExactly(3, 3);
    assertThat(((Tensor) y.get(1)).floats())
        .containsExactly(2, 0.5f, -1.5f, -2, -1.5f, 0.5f, 0.5f, -0.25f, -0.75f);
  }

  @Test
  void probabilitiesOfEqualPairsAreEqual() {
    List<Value> y =
        threeClasses()
            .attribute("prob_a", new float[] {0, 0, 0})
            .attribute("prob_b", new float[] {0, 0, 0})
            .input(new float[] {1}, 1, 1)
            .runAll();
    for (float p : ((Tensor) y.get(1)).floats()) {
      assertThat(p).isCloseTo(1 / 3f, within(1e-6f));
    }
  }

  private static OpTest twoClasses() {
    return OpTest.op("ai.onnx.ml", "SVMClassifier", 1)
        .attribute("classlabels_ints", 3, 4)
        .attribute("vectors_per_class", 1, 1)
        .attribute("support_vectors", 1, -1f)
        .attribute("coefficients", 1, -1f)
        .attribute("rho", new float[] {0})
        .outputs(2);
  }

  @Test
  void twoClasses_scoresAreOpposite() {
    List<Value> y = twoClasses().input(new float[] {1, -0.5f}, 2, 1).runAll();
    assertThat(((Tensor) y.get(0)).longs()).containsExactly(3, 4);
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(-2, 2, 1, -1);
  }

  @Test
  void twoClasses_probabilitiesAreThoseOfPlatt() {
    List<Value> y =
        twoClasses()
            .attribute("prob_a", new float[] {-1})
            .attribute("prob_b", new float[] {0.5f})
            .input(new float[] {1}, 1, 1)
            .runAll();
    float first = (float) (1 / (1 + Math.exp(-2 + 0.5)));
    assertThat(((Tensor) y.get(1)).floats()[0]).isCloseTo(first, within(2e-3f));
  }

  @Test
  void classifierRejectsTablesThatDoNotFit() {
    assertThat(
            OpTest.op("ai.onnx.ml", "SVMClassifier", 1)
                .attribute("classlabels_ints", 3, 4)
                .attribute("vectors_per_class", 1, 2)
                .attribute("support_vectors", 1, -1f)
                .attribute("coefficients", 1, -1f)
                .attribute("rho", new float[] {0})
                .input(new float[1], 1, 1)
                .outputs(2)
                .failure())
        .hasMessageContaining("2 classes with 3 support vectors do not go together");
    assertThat(
            twoClasses()
                .attribute("prob_a", 1, 2f)
                .attribute("prob_b", 1, 2f)
                .input(new float[1], 1, 1)
                .failure())
        .hasMessageContaining("prob_a has 2 elements");
  }
}
