package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.kernels.Activation;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GemmTest {

  private static Tensor expected(
      Tensor a,
      boolean transA,
      Tensor b,
      boolean transB,
      int m,
      int k,
      int n,
      double alpha,
      double beta,
      Tensor c) {
    float[] y = new float[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int q = 0; q < k; q++) {
          sum +=
              (double) a.floats()[transA ? q * m + i : i * k + q]
                  * b.floats()[transB ? j * k + q : q * n + j];
        }
        sum *= alpha;
        if (c != null) {
          long rows = c.rank() < 2 ? 1 : c.dim(0);
          long columns = c.rank() == 0 ? 1 : c.dim(c.rank() - 1);
          int at = (int) ((rows == 1 ? 0 : i) * columns + (columns == 1 ? 0 : j));
          sum += beta * c.floats()[at];
        }
        y[i * n + j] = (float) sum;
      }
    }
    return Tensor.of(y, m, n);
  }

  @ParameterizedTest
  @CsvSource({
    "1,20,33,0,0,1,1",
    "1,20,33,0,1,1,1",
    "70,20,33,1,0,1,1",
    "5,300,17,1,1,0.5,1",
    "64,64,64,0,1,2,-0.5",
    "3,9,1,0,0,1,2",
    "2,9,40,0,0,1.5,3"
  })
  void computesProductsWithEveryKindOfC(
      int m, int k, int n, int transA, int transB, float alpha, float beta) {
    Tensor a = transA == 1 ? Tensors.random(1, k, m) : Tensors.random(1, m, k);
    Tensor b = transB == 1 ? Tensors.random(2, n, k) : Tensors.random(2, k, n);
    long[][] shapes = {null, {}, {1}, {n}, {1, n}, {m, 1}, {m, n}, {1, 1}};
    for (long[] shape : shapes) {
      Tensor c = shape == null ? null : Tensors.random(3, shape);
      OpTest test =
          OpTest.op("Gemm", 13)
              .attribute("transA", transA)
              .attribute("transB", transB)
              .attribute("alpha", alpha)
              .attribute("beta", beta)
              .input(a)
              .input(b);
      Tensor y = (c == null ? test : test.input(c)).run();
      Tensor expected = expected(a, transA == 1, b, transB == 1, m, k, n, alpha, beta, c);
      Tensors.assertClose(y, expected, 1e-5, "C of shape " + java.util.Arrays.toString(shape));
    }
  }

  @Test
  void oldVersionsBroadcastByAttribute() {
    Tensor y =
        OpTest.op("Gemm", 6)
            .attribute("broadcast", 1)
            .input(Tensors.ramp(2, 2))
            .input(Tensors.ramp(2, 2))
            .input(new float[] {10, 20}, 2)
            .run();
    assertThat(y.floats()).containsExactly(12, 23, 16, 31);
  }

  @Test
  void ignoresCIfBetaIsZero() {
    Tensor y =
        OpTest.op("Gemm", 7)
            .attribute("beta", 0f)
            .input(Tensors.ramp(1, 2))
            .input(Tensors.ramp(2, 1))
            .input(new float[] {7}, 1)
            .run();
    assertThat(y.floats()).containsExactly(1);
  }

  @Test
  void computesIntegers() {
    Tensor y =
        OpTest.op("Gemm", 13)
            .attribute("alpha", 2f)
            .attribute("beta", 3f)
            .input(Tensor.of(new int[] {1, 2, 3, 4}, 2, 2))
            .input(Tensor.of(new int[] {1, 0, 0, -1}, 2, 2))
            .input(Tensor.of(new int[] {1, 2}, 2))
            .run();
    assertThat(y.ints()).containsExactly(5, 2, 9, -2);
    Tensor fraction =
        OpTest.op("Gemm", 13)
            .attribute("alpha", 0.5f)
            .input(new long[] {1, 2, 3, 4}, 2, 2)
            .input(new long[] {3, 0, 0, 1}, 2, 2)
            .run();
    assertThat(fraction.longs()).containsExactly(1, 1, 4, 2);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThat(OpTest.op("Gemm", 13).input(Tensors.ramp(2, 3)).input(Tensors.ramp(2, 3)).failure())
        .hasMessageContaining("cannot be multiplied");
    assertThat(OpTest.op("Gemm", 13).input(Tensors.ramp(2)).input(Tensors.ramp(2, 3)).failure())
        .hasMessageContaining("expected a matrix");
    assertThat(
            OpTest.op("Gemm", 13)
                .input(Tensors.ramp(2, 2))
                .input(Tensors.ramp(2, 3))
                .input(Tensors.ramp(2))
                .failure())
        .hasMessageContaining("does not broadcast");
  }

  @ParameterizedTest
  @CsvSource({"CLAMP,0,6", "GELU,0,0", "SILU,1,0", "TANH,0,0", "NONE,0,0"})
  void fusedFormAddsBiasAndResidualAndActivates(Activation.Kind kind, float alpha, float beta) {
    DoubleUnaryOperator f = new Activation(kind, alpha, beta)::apply;
    for (int m : new int[] {1, 2, 75}) {
      Tensor a = Tensors.random(1, 1, m, 40);
      Tensor b = Tensors.random(2, 70, 40);
      Tensor bias = Tensors.random(3, 70);
      Tensor residual = Tensors.random(4, 1, m, 70);
      Tensor plain = expected(a, false, b, true, m, 40, 70, 1, 1, bias);
      float[] y = new float[m * 70];
      for (int i = 0; i < y.length; i++) {
        y[i] = (float) f.applyAsDouble(plain.floats()[i] + residual.floats()[i]);
      }
      Tensor got =
          OpTest.op("io.sardonyx", "FusedGemm", 1)
              .attribute("transB", 1)
              .attribute("activation", kind.name())
              .attribute("alpha", alpha)
              .attribute("beta", beta)
              .input(a)
              .input(b)
              .input(bias)
              .input(residual)
              .run();
      Tensors.assertClose(got, Tensor.of(y, 1, m, 70), 1e-5, kind + " " + m);
    }
  }

  @Test
  void fusedFormOmitsBias() {
    Tensor y =
        OpTest.op("io.sardonyx", "FusedGemm", 1)
            .input(Tensors.ramp(2, 2))
            .input(Tensors.ramp(2, 2))
            .input((Tensor) null)
            .input(new float[] {1, 1, 1, 1}, 2, 2)
            .run();
    assertThat(y.floats()).containsExactly(3, 4, 7, 12);
  }
}
