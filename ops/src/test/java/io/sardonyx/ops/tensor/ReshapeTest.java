package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class ReshapeTest {

  private static OpTest reshape(Tensor x, long... shape) {
    return OpTest.op("Reshape", 14).input(x).input(shape, shape.length);
  }

  @Test
  void copiesAndInfersDimensions() {
    assertThat(reshape(Tensors.ramp(2, 3, 4), 0, -1).run().shape()).containsExactly(2, 12);
    assertThat(reshape(Tensors.ramp(2, 0), -1, 2).run().shape()).containsExactly(0, 2);
    assertThat(reshape(Tensors.ramp(1)).run().shape()).isEmpty();
  }

  @Test
  void mayMeanEmptyDimensions() {
    Tensor y = reshape(Tensors.ramp(0, 3), 3, 0).attribute("allowzero", 1).run();

    assertThat(y.shape()).containsExactly(3, 0);
    assertThat(reshape(Tensors.ramp(0, 3), 0, -1).attribute("allowzero", 1).failure())
        .hasMessageContaining("both 0 and -1");
  }

  @Test
  void readsTheShapeFromAnAttributeInVersion1() {
    Tensor y = OpTest.op("Reshape", 1).attribute("shape", 0, 2, -1).input(Tensors.ramp(2, 6)).run();

    assertThat(y.shape()).containsExactly(2, 2, 3);
  }

  @Test
  void refusesOtherSizes() {
    assertThat(reshape(Tensors.ramp(2, 3), 4).failure()).hasMessageContaining("cannot be reshaped");
    assertThat(reshape(Tensors.ramp(2, 3), 4, -1).failure())
        .hasMessageContaining("cannot be divided");
    assertThat(reshape(Tensors.ramp(2, 3), -1, -1).failure())
        .hasMessageContaining("more than one -1");
  }
}
