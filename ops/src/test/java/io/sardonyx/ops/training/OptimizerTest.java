package io.sardonyx.ops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerTest {

  private static OpTest op(String name) {
    return OpTest.op("ai.onnx.preview.training", name, 1);
  }

  private static void assertFloats(Value value, double... expected) {
    float[] got = ((Tensor) value).floats();
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).isCloseTo((float) expected[i], within(1e-6f));
    }
  }

  @Test
  void adagrad() {
    List<Value> y =
        op("Adagrad")
            .attribute("decay_factor", 0.5f)
            .attribute("epsilon", 1f)
            .attribute("norm_coefficient", 0.5f)
            .input(Tensor.scalar(4f))
            .input(Tensor.scalar(2L))
            .input(new float[] {2}, 1)
            .input(new float[] {3}, 1)
            .input(new float[] {9}, 1)
            .outputs(2)
            .runAll();
    // r = 4 / 2, gradient 1 + 3, squares 9 + 16, divisor 5 + 1
    assertFloats(y.get(0), 2 - 2 * 4 / 6.0);
    assertFloats(y.get(1), 25);
  }

  @Test
  void adam() {
    OpTest test =
        op("Adam")
            .attribute("alpha", 0.5f)
            .attribute("beta", 0.75f)
            .attribute("epsilon", 0f)
            .attribute("norm_coefficient_post", 0.5f)
            .input(Tensor.scalar(3f))
            .input(Tensor.scalar(1L))
            .input(new float[] {1}, 1)
            .input(new float[] {2}, 1)
            .input(new float[] {4}, 1)
            .input(new float[] {4}, 1)
            .outputs(3);
    List<Value> y = test.runAll();
    // r = 3 * sqrt(0.25) / 0.5 = 3, averages 2 + 1 and 3 + 1
    assertFloats(y.get(0), 0.5 * (1 - 3 * 3 / 2.0));
    assertFloats(y.get(1), 3);
    assertFloats(y.get(2), 4);
  }

  @Test
  void momentumOfSeveralTensors() {
    OpTest test =
        op("Momentum")
            .attribute("alpha", 0.5f)
            .attribute("beta", 0.25f)
            .attribute("norm_coefficient", 0f)
            .attribute("mode", "standard")
            .input(Tensor.scalar(0.1f))
            .input(Tensor.scalar(1L))
            .input(new float[] {1, 2}, 2)
            .input(new float[] {3}, 1)
            .input(new float[] {4, 8}, 2)
            .input(new float[] {12}, 1)
            .input(new float[] {2, 4}, 2)
            .input(new float[] {6}, 1)
            .outputs(4);
    List<Value> y = test.runAll();
    assertFloats(y.get(0), 0.8, 1.6);
    assertFloats(y.get(1), 2.4);
    assertFloats(y.get(2), 2, 4);
    assertFloats(y.get(3), 6);
  }

  @Test
  void nesterovsMomentumInTheFirstStep() {
    List<Value> y =
        op("Momentum")
            .attribute("alpha", 0.5f)
            .attribute("beta", 0.25f)
            .attribute("norm_coefficient", 1f)
            .attribute("mode", "nesterov")
            .input(Tensor.scalar(0.5))
            .input(Tensor.scalar(0L))
            .input(Tensor.of(new double[] {1}, 1))
            .input(Tensor.of(new double[] {3}, 1))
            .input(Tensor.of(new double[] {2}, 1))
            .outputs(2)
            .runAll();
    // gradient 1 + 3, momentum 1 + 4
    assertThat(((Tensor) y.get(0)).doubles()).containsExactly(1 - 0.5 * (4 + 2.5));
    assertThat(((Tensor) y.get(1)).doubles()).containsExactly(5);
  }

  @Test
  void rejectsInputsThatDoNotFit() {
    OpTest four =
        op("Adagrad")
            .input(Tensor.scalar(4f))
            .input(Tensor.scalar(2L))
            .input(new float[] {2}, 1)
            .input(new float[] {3}, 1);
    assertThat(four.failure()).hasMessageContaining("has 4 inputs; expected a rate, a count");
    OpTest shapes =
        op("Adagrad")
            .input(Tensor.scalar(4f))
            .input(Tensor.scalar(2L))
            .input(new float[] {2}, 1)
            .input(new float[] {3, 4}, 2)
            .input(new float[] {3}, 1);
    assertThat(shapes.failure()).hasMessageContaining("input 3 is float[2]; expected float[1]");
  }
}
