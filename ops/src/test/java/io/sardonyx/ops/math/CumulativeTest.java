package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CumulativeTest {

  @ParameterizedTest
  @CsvSource({"0, 0, 1, 3, 6", "1, 0, 0, 1, 3", "0, 1, 6, 5, 3", "1, 1, 5, 3, 0"})
  void addsInBothDirections(long exclusive, long reverse, float a, float b, float c) {
    Tensor y =
        OpTest.op("CumSum", 14)
            .attribute("exclusive", exclusive)
            .attribute("reverse", reverse)
            .input(new float[] {1, 2, 3}, 3)
            .input(Tensor.scalar(0))
            .run();

    assertThat(y.floats()).containsExactly(a, b, c);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1, 2, 6", "1, 0, 1, 1, 2", "0, 1, 6, 6, 3", "1, 1, 6, 3, 1"})
  void multipliesInBothDirections(long exclusive, long reverse, int a, int b, int c) {
    Tensor y =
        OpTest.op("CumProd", 26)
            .attribute("exclusive", exclusive)
            .attribute("reverse", reverse)
            .input(Tensor.of(new int[] {1, 2, 3}, 3))
            .input(Tensor.scalar(0L))
            .run();

    assertThat(y.ints()).containsExactly(a, b, c);
  }

  @Test
  void worksAlongAnyAxis() {
    float[] x = {1, 2, 3, 4, 5, 6};

    assertThat(OpTest.op("CumSum", 11).input(x, 2, 3).input(Tensor.scalar(-2)).run().floats())
        .containsExactly(1, 2, 3, 5, 7, 9);
    assertThat(OpTest.op("CumSum", 11).input(x, 2, 3).input(Tensor.scalar(1)).run().floats())
        .containsExactly(1, 3, 6, 4, 9, 15);
  }

  @Test
  void goesThroughLongRowsInPieces() {
    float[] y =
        OpTest.op("CumSum", 11)
            .attribute("reverse", 1)
            .input(Tensors.ramp(1300))
            .input(Tensor.scalar(0))
            .run()
            .floats();

    assertThat(y[0]).isEqualTo(1299 * 650);
    assertThat(y[1299]).isEqualTo(1299);
    assertThat(y[700]).isEqualTo(1299 * 650 - 699 * 350);
  }

  @Test
  void wrapsIntegersAround() {
    Tensor x = Tensor.of(ElementType.UINT32, new int[] {-1, 3}, 2);

    assertThat(OpTest.op("CumSum", 14).input(x).input(Tensor.scalar(0)).run().ints())
        .containsExactly(-1, 2);
  }

  @Test
  void computesNarrowFloats() {
    Tensor x = Tensor.of(ElementType.BFLOAT16, new short[] {0x3F80, 0x4000}, 2);

    assertThat(OpTest.op("CumSum", 14).input(x).input(Tensor.scalar(0)).run().shorts())
        .containsExactly(0x3F80, 0x4040);
  }

  @Test
  void refusesAxesOutOfRange() {
    assertThat(OpTest.op("CumSum", 14).input(Tensors.ramp(2, 2)).input(Tensor.scalar(2)).failure())
        .hasMessageContaining("axis 2 is out of range for rank 2");
    assertThat(
            OpTest.op("CumSum", 14).input(Tensors.ramp(2, 2)).input(new long[] {0, 1}, 2).failure())
        .hasMessageContaining("input 1 of shape [2] is no single axis");
  }

  @Test
  void keepsEmptyTensors() {
    Tensor y = OpTest.op("CumSum", 14).input(new float[0], 2, 0).input(Tensor.scalar(1)).run();

    assertThat(y.shape()).containsExactly(2, 0);
  }
}
