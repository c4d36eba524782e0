package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class ConcatTest {

  @Test
  void joinsAlongTheFirstAxisInPlace() {
    Tensor y =
        OpTest.op("Concat", 13)
            .attribute("axis", 0)
            .input(new float[] {1, 2}, 1, 2)
            .input(new float[] {3, 4, 5, 6}, 2, 2)
            .run();

    assertThat(y.shape()).containsExactly(3, 2);
    assertThat(y.floats()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void joinsAlongANegativeAxis() {
    Tensor y =
        OpTest.op("Concat", 13)
            .attribute("axis", -1)
            .input(new float[] {1, 2, 3, 4}, 2, 2)
            .input(new float[] {5, 6}, 2, 1)
            .run();

    assertThat(y.floats()).containsExactly(1, 2, 5, 3, 4, 6);
  }

  @Test
  void keepsEmptyInputs() {
    Tensor y =
        OpTest.op("Concat", 13)
            .attribute("axis", 0)
            .input(new float[0], 0, 2)
            .input(new float[] {1, 2}, 1, 2)
            .run();

    assertThat(y.floats()).containsExactly(1, 2);
  }

  @Test
  void joinsStringsAndComplexNumbers() {
    Tensor strings =
        OpTest.op("Concat", 13)
            .attribute("axis", 1)
            .input(Tensor.of(new String[] {"a", "b"}, 2, 1))
            .input(Tensor.of(new String[] {"c", "d"}, 2, 1))
            .run();
    Tensor complex =
        OpTest.op("Concat", 13)
            .attribute("axis", 1)
            .input(Tensor.of(ElementType.COMPLEX64, new float[] {1, 2, 3, 4}, 2, 1))
            .input(Tensor.of(ElementType.COMPLEX64, new float[] {5, 6, 7, 8}, 2, 1))
            .run();

    assertThat(strings.strings()).containsExactly("a", "c", "b", "d");
    assertThat(complex.floats()).containsExactly(1, 2, 5, 6, 3, 4, 7, 8);
  }

  @Test
  void joinsTheSecondAxisByDefaultInVersion1() {
    Tensor y =
        OpTest.op("Concat", 1)
            .input(new float[] {1, 2}, 2, 1)
            .input(new float[] {3, 4}, 2, 1)
            .run();

    assertThat(y.floats()).containsExactly(1, 3, 2, 4);
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThat(
            OpTest.op("Concat", 13)
                .attribute("axis", 0)
                .input(Tensors.ramp(2, 2))
                .input(Tensors.ramp(2, 3))
                .failure())
        .hasMessageContaining("node 'tested' (Concat-13)")
        .hasMessageContaining("input 1 has shape [2,3]");
  }
}
