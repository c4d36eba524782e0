package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class ExpandTest {

  private static Tensor expand(Tensor x, long... shape) {
    return OpTest.op("Expand", 13).input(x).input(shape, shape.length).run();
  }

  @Test
  void stretchesOnes() {
    Tensor y = expand(Tensors.ramp(3, 1), 2, 1, 4);

    assertThat(y.shape()).containsExactly(2, 3, 4);
    assertThat(y.floats())
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
  }

  @Test
  void keepsWhatTheShapeHasAsOne() {
    assertThat(expand(Tensors.ramp(2, 3), 1).shape()).containsExactly(2, 3);
    assertThat(expand(Tensors.ramp(1, 3), 2, 1).floats()).containsExactly(0, 1, 2, 0, 1, 2);
    assertThat(expand(Tensor.scalar(5f), 2, 2).floats()).containsExactly(5, 5, 5, 5);
    assertThat(expand(Tensors.ramp(1, 3), 0, 3).shape()).containsExactly(0, 3);
    assertThat(expand(Tensor.scalar(5f)).shape()).isEmpty();
  }

  @Test
  void stretchesElementsOfOtherTypes() {
    Tensor strings = Tensor.of(new String[] {"a", "b"}, 2, 1);
    Tensor complex = Tensor.of(ElementType.COMPLEX64, new float[] {1, 2}, 1);

    assertThat(expand(strings, 2, 2).strings()).containsExactly("a", "a", "b", "b");
    assertThat(expand(complex, 3).floats()).containsExactly(1, 2, 1, 2, 1, 2);
  }

  @Test
  void stretchesLargeTensorsInTasks() {
    float[] data = expand(Tensors.ramp(300, 1, 2), 300, 200, 2).floats();

    for (int i = 0; i < data.length; i++) {
      assertThat(data[i]).isEqualTo(i / 400 * 2 + i % 2);
    }
  }

  @Test
  void refusesShapesThatDoNotFit() {
    OpTest test = OpTest.op("Expand", 13).input(Tensors.ramp(2, 3)).input(new long[] {2}, 1);
    assertThat(test.failure()).hasMessageContaining("cannot be expanded to [2]");
    OpTest negative = OpTest.op("Expand", 13).input(Tensors.ramp(3)).input(new long[] {-1}, 1);
    assertThat(negative.failure()).hasMessageContaining("negative dimension");
  }
}
