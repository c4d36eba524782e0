package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class GatherTest {

  @Test
  void takesRowsAndCountsNegativeIndicesFromTheBack() {
    Tensor y =
        OpTest.op("Gather", 13)
            .input(Tensors.ramp(3, 2))
            .input(new long[] {2, -3, -1, 1}, 2, 2)
            .run();

    assertThat(y.shape()).containsExactly(2, 2, 2);
    assertThat(y.floats()).containsExactly(4, 5, 0, 1, 4, 5, 2, 3);
  }

  @Test
  void takesElementsOfAnInnerAxis() {
    Tensor y =
        OpTest.op("Gather", 1)
            .attribute("axis", -2)
            .input(Tensors.ramp(2, 3, 1))
            .input(Tensor.of(new int[] {2, 0}, 2))
            .run();

    assertThat(y.shape()).containsExactly(2, 2, 1);
    assertThat(y.floats()).containsExactly(2, 0, 5, 3);
  }

  @Test
  void dropsTheAxisForAScalarIndex() {
    Tensor y = OpTest.op("Gather", 11).input(Tensors.ramp(3, 4)).input(Tensor.scalar(-1L)).run();

    assertThat(y.shape()).containsExactly(4);
    assertThat(y.floats()).containsExactly(8, 9, 10, 11);
  }

  @Test
  void keepsIntegersOfShapes() {
    Tensor y =
        OpTest.op("Gather", 13).input(new long[] {7, 8, 9}, 3).input(new long[] {1, -1}, 2).run();

    assertThat(y.longs()).containsExactly(8, 9);
  }

  @Test
  void movesComplexNumbersAndStrings() {
    Tensor complex = Tensor.of(ElementType.COMPLEX64, new float[] {1, 2, 3, 4, 5, 6}, 3);
    Tensor y = OpTest.op("Gather", 13).input(complex).input(new long[] {2, 0}, 2).run();
    Tensor s =
        OpTest.op("Gather", 13)
            .input(Tensor.of(new String[] {"a", "b"}, 2))
            .input(new long[] {1, 1, 0}, 3)
            .run();

    assertThat(y.floats()).containsExactly(5, 6, 1, 2);
    assertThat(s.strings()).containsExactly("b", "b", "a");
  }

  @Test
  void copiesLongRunsInManyTasks() {
    int rows = 100;
    int length = 700;
    long[] indices = new long[rows];
    for (int i = 0; i < rows; i++) {
      indices[i] = i * 37 % rows;
    }

    Tensor y = OpTest.op("Gather", 13).input(Tensors.ramp(rows, length)).input(indices, rows).run();

    for (int i = 0; i < rows; i++) {
      assertThat(y.floats()[i * length + 5]).isEqualTo(indices[i] * length + 5);
    }
  }

  @Test
  void givesNothingForNoIndices() {
    Tensor y = OpTest.op("Gather", 13).input(Tensors.ramp(3, 2)).input(new long[0], 0).run();

    assertThat(y.shape()).containsExactly(0, 2);
  }

  @Test
  void refusesIndicesOutOfRange() {
    assertThat(
            OpTest.op("Gather", 13).input(Tensors.ramp(3, 2)).input(new long[] {0, 3}, 2).failure())
        .hasMessageContaining("node 'tested' (Gather-13)")
        .hasMessageContaining("index 3 is out of range [-3, 2]");
    assertThat(OpTest.op("Gather", 13).input(Tensors.ramp(3)).input(Tensor.scalar(-4L)).failure())
        .hasMessageContaining("index -4 is out of range [-3, 2]");
    assertThat(OpTest.op("Gather", 13).input(new float[0], 0).input(Tensor.scalar(0L)).failure())
        .hasMessageContaining("the dimension is empty");
  }

  @Test
  void refusesAnAxisOutOfRange() {
    assertThat(
            OpTest.op("Gather", 13)
                .attribute("axis", 2)
                .input(Tensors.ramp(3, 2))
                .input(new long[] {0}, 1)
                .failure())
        .hasMessageContaining("axis 2 is out of range for rank 2");
  }
}
