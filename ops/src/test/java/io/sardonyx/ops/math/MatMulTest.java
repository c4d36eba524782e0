package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatMulTest {

  /** Batches of products in double precision; a and b have as many batches, or one. */
  private static Tensor expected(Tensor a, Tensor b, int batches, int m, int k, int n, long[] out) {
    float[] y = new float[batches * m * n];
    for (int p = 0; p < batches; p++) {
      int aAt = a.size() == (long) m * k ? 0 : p * m * k;
      int bAt = b.size() == (long) k * n ? 0 : p * k * n;
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int q = 0; q < k; q++) {
            sum += (double) a.floats()[aAt + i * k + q] * b.floats()[bAt + q * n + j];
          }
          y[(p * m + i) * n + j] = (float) sum;
        }
      }
    }
    return Tensor.of(y, out);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "1,7,300",
    "2,64,33",
    "3,17,16",
    "5,33,1",
    "4,1,5",
    "130,70,1",
    "61,129,67",
    "260,31,200",
    "33,600,130",
    "8,0,5"
  })
  void multipliesMatricesOfManySizes(int m, int k, int n) {
    Tensor a = Tensors.random(1, m, k);
    Tensor b = Tensors.random(2, k, n);

    Tensor y = OpTest.op("MatMul", 13).input(a).input(b).run();

    Tensors.assertClose(y, expected(a, b, 1, m, k, n, new long[] {m, n}), 1e-5, "product");
  }

  @ParameterizedTest
  @CsvSource({"2,1,9,20", "3,2,40,70", "12,20,16,35", "9,5,8,1", "16,70,64,130"})
  void multipliesBatches(int batches, int m, int k, int n) {
    Tensor a = Tensors.random(1, batches, m, k);
    Tensor b = Tensors.random(2, batches, k, n);

    Tensor y = OpTest.op("MatMul", 13).input(a).input(b).run();

    long[] out = {batches, m, n};
    Tensors.assertClose(y, expected(a, b, batches, m, k, n, out), 1e-5, "product");
  }

  @Test
  void broadcastsBatches() {
    Tensor a = Tensors.random(1, 2, 1, 4, 5);
    Tensor b = Tensors.random(2, 3, 5, 6);

    Tensor y = OpTest.op("MatMul", 13).input(a).input(b).run();

    assertThat(y.shape()).containsExactly(2, 3, 4, 6);
    double sum = 0;
    for (int q = 0; q < 5; q++) {
      // Element [1, 2, 3, 4].
      sum += (double) a.floats()[20 + 15 + q] * b.floats()[60 + q * 6 + 4];
    }
    assertThat((double) y.floats()[(1 * 3 + 2) * 24 + 3 * 6 + 4])
        .isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-5));
  }

  @Test
  void broadcastsTheLeftMatrix() {
    Tensor a = Tensors.random(1, 4, 5);
    Tensor b = Tensors.random(2, 3, 5, 6);

    Tensor y = OpTest.op("MatMul", 13).input(a).input(b).run();

    Tensors.assertClose(y, expected(a, b, 3, 4, 5, 6, new long[] {3, 4, 6}), 1e-5, "product");
  }

  @Test
  void treatsVectorsAsRowAndColumn() {
    float[] v = {1, 2};
    assertThat(OpTest.op("MatMul", 9).input(v, 2).input(v, 2).run().floats()).containsExactly(5);
    Tensor row = OpTest.op("MatMul", 9).input(v, 2).input(new float[] {1, 2, 3, 4}, 2, 2).run();
    assertThat(row.shape()).containsExactly(2);
    assertThat(row.floats()).containsExactly(7, 10);
    Tensor column = OpTest.op("MatMul", 9).input(Tensors.ramp(2, 1, 2)).input(v, 2).run();
    assertThat(column.shape()).containsExactly(2, 1);
    assertThat(column.floats()).containsExactly(2, 8);
    Tensor batch = OpTest.op("MatMul", 9).input(v, 2).input(Tensors.ramp(2, 2, 2)).run();
    assertThat(batch.shape()).containsExactly(2, 2);
    assertThat(batch.floats()).containsExactly(4, 7, 16, 19);
  }

  @Test
  void givesZerosWhereThereIsNothingToAdd() {
    Tensor y = OpTest.op("MatMul", 13).input(new float[0], 2, 0).input(new float[0], 0, 3).run();

    assertThat(y.floats()).containsExactly(0, 0, 0, 0, 0, 0);
    Tensor none = OpTest.op("MatMul", 13).input(new float[0], 0, 2).input(Tensors.ramp(2, 3)).run();
    assertThat(none.shape()).containsExactly(0, 3);
  }

  @Test
  void wrapsIntegers() {
    Tensor y =
        OpTest.op("MatMul", 9)
            .input(Tensor.of(new int[] {1 << 30, 3}, 1, 2))
            .input(Tensor.of(new int[] {4, 2}, 2, 1))
            .run();
    assertThat(y.ints()).containsExactly(6);
    Tensor z =
        OpTest.op("MatMul", 13)
            .input(new long[] {Long.MAX_VALUE, 1}, 1, 2)
            .input(new long[] {2, 5, 0, 1}, 2, 2)
            .run();
    assertThat(z.longs()).containsExactly(-2, Long.MAX_VALUE - 3);
  }

  @Test
  void multipliesDoublesAndHalves() {
    Tensor d =
        OpTest.op("MatMul", 13)
            .input(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3))
            .input(Tensor.of(new double[] {1, 0, 0, 1, 1e-12, 1}, 3, 2))
            .run();
    assertThat(d.doubles()).containsExactly(1 + 3e-12, 5, 4 + 6e-12, 11);
    short two = Float.floatToFloat16(2);
    short half = Float.floatToFloat16(0.5f);
    Tensor h =
        OpTest.op("MatMul", 13)
            .input(Tensor.of(ElementType.FLOAT16, new short[] {two, half}, 1, 2))
            .input(Tensor.of(ElementType.FLOAT16, new short[] {two, two}, 2, 1))
            .run();
    assertThat(Float.float16ToFloat(h.shorts()[0])).isEqualTo(5);
    short bf = (short) (Float.floatToIntBits(3) >> 16);
    Tensor b =
        OpTest.op("MatMul", 13)
            .input(Tensor.of(ElementType.BFLOAT16, new short[] {bf}, 1, 1))
            .input(Tensor.of(ElementType.BFLOAT16, new short[] {bf}, 1, 1))
            .run();
    assertThat(Float.intBitsToFloat(b.shorts()[0] << 16)).isEqualTo(9);
  }

  @Test
  void keepsNanAndInfinity() {
    Tensor y =
        OpTest.op("MatMul", 13)
            .input(new float[] {Float.NaN, 1, Float.POSITIVE_INFINITY, 1}, 2, 2)
            .input(new float[] {1, 0, 0, 1}, 2, 2)
            .run();
    assertThat(y.floats())
        .containsExactly(Float.NaN, Float.NaN, Float.POSITIVE_INFINITY, Float.NaN);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThat(
            OpTest.op("MatMul", 13).input(Tensors.ramp(2, 3)).input(Tensors.ramp(2, 3)).failure())
        .hasMessageContaining("cannot be multiplied");
    assertThat(
            OpTest.op("MatMul", 13)
                .input(Tensors.ramp(2, 2, 3))
                .input(Tensors.ramp(3, 3, 3))
                .failure())
        .hasMessageContaining("batch dimensions");
    assertThat(OpTest.op("MatMul", 13).input(Tensor.scalar(1f)).input(Tensors.ramp(2)).failure())
        .hasMessageContaining("expected at least rank 1");
  }
}
