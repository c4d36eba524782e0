package io.sardonyx.ops.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntegerMatMulTest {

  private static Tensor bytes(ElementType type, long[] shape, int... values) {
    byte[] data = new byte[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) values[i];
    }
    return Tensor.of(type, data, shape);
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }

  @Test
  void takesZeroPointsOff() {
    Tensor y =
        OpTest.op("MatMulInteger", 10)
            .input(bytes(ElementType.UINT8, shape(2, 2), 200, 10, 0, 255))
            .input(bytes(ElementType.INT8, shape(2, 2), -128, 1, 2, 127))
            .input(bytes(ElementType.UINT8, shape(), 10))
            .input(bytes(ElementType.INT8, shape(), 1))
            .run();
    // (190 0; -10 245) * (-129 0; 1 126)
    assertThat(y.ints()).containsExactly(-24510, 0, 1535, 30870);
  }

  @Test
  void zeroPointsOfRowsAndColumns() {
    Tensor y =
        OpTest.op("MatMulInteger", 10)
            .input(bytes(ElementType.UINT8, shape(2, 1), 3, 4))
            .input(bytes(ElementType.UINT8, shape(1, 3), 5, 6, 7))
            .input(bytes(ElementType.UINT8, shape(2), 1, 2))
            .input(bytes(ElementType.UINT8, shape(3), 0, 1, 2))
            .run();
    assertThat(y.ints()).containsExactly(10, 10, 10, 10, 10, 10);
  }

  @Test
  void zeroPointsOfRowsInEveryBatch() {
    Tensor y =
        OpTest.op("MatMulInteger", 10)
            .input(bytes(ElementType.UINT8, shape(2, 1, 1), 3, 4))
            .input(bytes(ElementType.UINT8, shape(1, 1), 1))
            .input(bytes(ElementType.UINT8, shape(2, 1, 1), 1, 3))
            .run();
    assertThat(y.shape()).containsExactly(2, 1, 1);
    assertThat(y.ints()).containsExactly(2, 1);
  }

  @Test
  void broadcastsBatchesAndTakesVectors() {
    Tensor y =
        OpTest.op("MatMulInteger", 10)
            .input(bytes(ElementType.UINT8, shape(2, 1, 1, 2), 1, 2, 3, 4))
            .input(bytes(ElementType.UINT8, shape(2, 2, 1), 1, 1, 2, 2))
            .run();
    assertThat(y.shape()).containsExactly(2, 2, 1, 1);
    assertThat(y.ints()).containsExactly(3, 6, 7, 14);
    y =
        OpTest.op("MatMulInteger", 10)
            .input(bytes(ElementType.UINT8, shape(2), 1, 2))
            .input(bytes(ElementType.UINT8, shape(2), 3, 4))
            .run();
    assertThat(y.shape()).isEmpty();
    assertThat(y.ints()).containsExactly(11);
  }

  @Test
  void emptyInnerDimensionGivesZeros() {
    Tensor y =
        OpTest.op("MatMulInteger", 10)
            .input(bytes(ElementType.UINT8, shape(2, 0)))
            .input(bytes(ElementType.UINT8, shape(0, 3)))
            .run();
    assertThat(y.ints()).containsExactly(0, 0, 0, 0, 0, 0);
  }

  @Test
  void largerThanATile() {
    int m = 70;
    int k = 33;
    int n = 67;
    byte[] a = new byte[m * k];
    byte[] b = new byte[k * n];
    new Random(1).nextBytes(a);
    new Random(2).nextBytes(b);
    Tensor y =
        OpTest.op("MatMulInteger", 10)
            .input(Tensor.of(ElementType.INT8, a, m, k))
            .input(Tensor.of(ElementType.UINT8, b, k, n))
            .run();
    for (int i = 0; i < m * n; i++) {
      int sum = 0;
      for (int j = 0; j < k; j++) {
        sum += a[i / n * k + j] * (b[j * n + i % n] & 0xFF);
      }
      assertThat(y.ints()[i]).isEqualTo(sum);
    }
  }

  @Test
  void rejectsWhatDoesNotFit() {
    Tensor a = bytes(ElementType.UINT8, shape(1, 2), 1, 2);
    assertThat(OpTest.op("MatMulInteger", 10).input(a).input(a).failure())
        .hasMessageContaining("inner dimensions differ");
    Tensor b = bytes(ElementType.UINT8, shape(2, 1), 1, 2);
    assertThat(
            OpTest.op("MatMulInteger", 10)
                .input(a)
                .input(b)
                .input(bytes(ElementType.UINT8, shape(3), 1, 2, 3))
                .failure())
        .hasMessageContaining("one element for each of 1 lines");
  }

  @Test
  void quantizesTheProductAgain() {
    Tensor y =
        OpTest.op("QLinearMatMul", 10)
            .input(bytes(ElementType.UINT8, shape(1, 2), 130, 138))
            .input(Tensor.scalar(0.5f))
            .input(bytes(ElementType.UINT8, shape(), 128))
            .input(bytes(ElementType.INT8, shape(2, 3), 1, 3, 100, 0, 2, 100))
            .input(new float[] {1, 2, 1}, 3)
            .input(bytes(ElementType.INT8, shape(3), 0, 0, 0))
            .input(Tensor.scalar(2f))
            .input(bytes(ElementType.INT8, shape(), 5))
            .run();
    // sums 2, 26, 1200; times 0.25, 0.5, 0.25: 0.5 rounds to 0
    assertThat(y.bytes()).containsExactly(5, 18, 127);
  }

  @Test
  void multipliesSmallFloats() {
    Tensor y =
        OpTest.op("QLinearMatMul", 21)
            .input(bytes(ElementType.FLOAT8E4M3FN, shape(1, 2), 0x38, 0x40))
            .input(Tensor.scalar(1f))
            .input(bytes(ElementType.FLOAT8E4M3FN, shape(), 0))
            .input(bytes(ElementType.FLOAT8E4M3FN, shape(2, 1), 0x40, 0x40))
            .input(Tensor.scalar(1f))
            .input(bytes(ElementType.FLOAT8E4M3FN, shape(), 0))
            .input(Tensor.scalar(6f))
            .input(bytes(ElementType.FLOAT8E4M3FN, shape(), 0))
            .run();
    assertThat(y.bytes()).containsExactly(0x38);
  }
}
