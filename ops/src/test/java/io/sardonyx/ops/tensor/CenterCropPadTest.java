package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class CenterCropPadTest {

  private static Tensor run(Tensor x, long... sizes) {
    return OpTest.op("CenterCropPad", 18).input(x).input(sizes, sizes.length).run();
  }

  @Test
  void takesTheMiddle() {
    assertThat(run(Tensors.ramp(5), 2).floats()).containsExactly(1, 2);
    assertThat(run(Tensors.ramp(6), 2).floats()).containsExactly(2, 3);
  }

  @Test
  void putsIntoTheMiddle() {
    assertThat(run(Tensors.ramp(2), 5).floats()).containsExactly(0, 0, 1, 0, 0);
    assertThat(run(Tensor.of(new String[] {"a"}, 1), 2).strings()).containsExactly("a", "");
  }

  @Test
  void doesBothAlongChosenAxes() {
    Tensor y =
        OpTest.op("CenterCropPad", 18)
            .attribute("axes", -1, 0)
            .input(Tensors.ramp(1, 2, 3))
            .input(new long[] {1, 3}, 2)
            .run();

    assertThat(y.shape()).containsExactly(3, 2, 1);
    assertThat(y.floats()).containsExactly(0, 0, 1, 4, 0, 0);
  }

  @Test
  void refusesWrongSizes() {
    OpTest test = OpTest.op("CenterCropPad", 18).input(Tensors.ramp(2, 3));
    assertThat(test.input(new long[] {1}, 1).failure()).hasMessageContaining("1 sizes; expected 2");
    OpTest negative = OpTest.op("CenterCropPad", 18).input(Tensors.ramp(2));
    assertThat(negative.input(new long[] {-1}, 1).failure()).hasMessageContaining("negative");
  }
}
