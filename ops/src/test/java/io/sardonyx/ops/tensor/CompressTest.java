package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class CompressTest {

  @Test
  void selectsSlices() {
    Tensor y =
        OpTest.op("Compress", 11)
            .attribute("axis", -1)
            .input(Tensors.ramp(2, 3))
            .input(Tensor.of(new boolean[] {false, true, true}, 3))
            .run();

    assertThat(y.shape()).containsExactly(2, 2);
    assertThat(y.floats()).containsExactly(1, 2, 4, 5);
  }

  @Test
  void flattensWithoutAnAxisAndTakesShortConditions() {
    Tensor y =
        OpTest.op("Compress", 9)
            .input(Tensors.ramp(2, 3))
            .input(Tensor.of(new boolean[] {true, false, false, true}, 4))
            .run();

    assertThat(y.floats()).containsExactly(0, 3);
  }

  @Test
  void selectsNothing() {
    Tensor y =
        OpTest.op("Compress", 9)
            .attribute("axis", 0)
            .input(Tensors.ramp(2, 3))
            .input(Tensor.of(new boolean[] {false}, 1))
            .run();

    assertThat(y.shape()).containsExactly(0, 3);
  }

  @Test
  void refusesSlicesThatAreNotThere() {
    assertThat(
            OpTest.op("Compress", 9)
                .attribute("axis", 0)
                .input(Tensors.ramp(2))
                .input(Tensor.of(new boolean[] {true, true, true}, 3))
                .failure())
        .hasMessageContaining("the condition selects slice 2; the input has 2");
  }
}
