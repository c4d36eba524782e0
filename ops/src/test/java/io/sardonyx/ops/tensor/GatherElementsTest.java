package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class GatherElementsTest {

  @Test
  void movesAlongTheLastAxis() {
    Tensor y =
        OpTest.op("GatherElements", 13)
            .attribute("axis", 1)
            .input(new float[] {1, 2, 3, 4}, 2, 2)
            .input(new long[] {0, 0, -1, 0}, 2, 2)
            .run();

    assertThat(y.floats()).containsExactly(1, 1, 4, 3);
  }

  @Test
  void movesAlongTheFirstAxis() {
    Tensor y =
        OpTest.op("GatherElements", 11)
            .input(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 3)
            .input(Tensor.of(new int[] {1, 2, 0, 2, 0, 0}, 2, 3))
            .run();

    assertThat(y.shape()).containsExactly(2, 3);
    assertThat(y.floats()).containsExactly(4, 8, 3, 7, 2, 3);
  }

  @Test
  void admitsFewerIndicesOnOtherAxes() {
    Tensor y =
        OpTest.op("GatherElements", 13)
            .attribute("axis", 0)
            .input(Tensors.ramp(2, 3, 2))
            .input(new long[] {1, 0}, 1, 2, 1)
            .run();

    assertThat(y.floats()).containsExactly(6, 2);
  }

  @Test
  void movesComplexNumbers() {
    Tensor y =
        OpTest.op("GatherElements", 13)
            .input(Tensor.of(ElementType.COMPLEX64, new float[] {1, 2, 3, 4}, 2))
            .input(new long[] {1, 1, 0}, 3)
            .run();

    assertThat(y.floats()).containsExactly(3, 4, 3, 4, 1, 2);
  }

  @Test
  void handlesRowsLongerThanATask() {
    int n = 10_000;
    long[] indices = new long[n];
    for (int i = 0; i < n; i++) {
      indices[i] = n - 1 - i;
    }

    Tensor y = OpTest.op("GatherElements", 13).input(Tensors.ramp(n)).input(indices, n).run();

    assertThat(y.floats()[0]).isEqualTo(n - 1);
    assertThat(y.floats()[n - 1]).isEqualTo(0);
    assertThat(y.floats()[4096]).isEqualTo(n - 1 - 4096);
  }

  @Test
  void refusesWrongIndices() {
    assertThat(
            OpTest.op("GatherElements", 13)
                .input(Tensors.ramp(2, 2))
                .input(new long[] {0, 2}, 1, 2)
                .failure())
        .hasMessageContaining("index 2 is out of range [-2, 1]");
    assertThat(
            OpTest.op("GatherElements", 13)
                .input(Tensors.ramp(2, 2))
                .input(new long[] {0}, 1)
                .failure())
        .hasMessageContaining("the indices have shape [1]");
    assertThat(
            OpTest.op("GatherElements", 13)
                .input(Tensors.ramp(2, 2))
                .input(new long[] {0, 0, 0}, 1, 3)
                .failure())
        .hasMessageContaining("exceeds");
  }
}
