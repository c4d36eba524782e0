package io.sardonyx.ops.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class MaxUnpoolTest {

  private static OpTest unpool(long... indices) {
    return OpTest.op("MaxUnpool", 11)
        .attribute("kernel_shape", 2, 2)
        .attribute("strides", 2, 2)
        .input(new float[] {1, 2}, 1, 1, 1, 2)
        .input(indices, 1, 1, 1, 2);
  }

  @Test
  void putsMaximaBack() {
    Tensor y = unpool(5, 3).run();

    assertThat(y.shape()).containsExactly(1, 1, 2, 4);
    assertThat(y.floats()).containsExactly(0, 0, 0, 2, 0, 1, 0, 0);
  }

  @Test
  void countsIndicesWithoutTheLargerOutput() {
    Tensor y = unpool(5, 3).input(new long[] {1, 1, 3, 5}, 4).run();

    assertThat(y.floats()).containsExactly(0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void takesPadsOffAndOtherTypes() {
    Tensor y =
        OpTest.op("MaxUnpool", 9)
            .attribute("kernel_shape", new long[] {3})
            .attribute("pads", 1, 0)
            .input(Tensor.of(new double[] {1, 2}, 1, 1, 2))
            .input(new long[] {2, 0}, 1, 1, 2)
            .run();

    assertThat(y.doubles()).containsExactly(2, 0, 1);
  }

  @Test
  void refusesWrongIndicesAndShapes() {
    assertThat(unpool(5, 8).failure()).hasMessageContaining("index 8 is out of range [0, 7]");
    assertThat(unpool(-1, 0).failure()).hasMessageContaining("index -1 is out of range [0, 7]");
    assertThat(unpool(5, 3).input(new long[] {1, 1, 2, 3}, 4).failure())
        .hasMessageContaining("the output shape is [1, 1, 2, 3]; expected at least [1,1,2,4]");
  }
}
