package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class SqueezeTest {

  @Test
  void removesEveryOne() {
    assertThat(OpTest.op("Squeeze", 13).input(Tensors.ramp(1, 3, 1, 2)).run().shape())
        .containsExactly(3, 2);
    assertThat(OpTest.op("Squeeze", 1).input(Tensors.ramp(1, 1)).run().shape()).isEmpty();
  }

  @Test
  void removesChosenAxes() {
    Tensor x = Tensors.ramp(1, 3, 1, 2);

    assertThat(OpTest.op("Squeeze", 13).input(x).input(new long[] {-2}, 1).run().shape())
        .containsExactly(1, 3, 2);
    assertThat(OpTest.op("Squeeze", 11).attribute("axes", 2, 0).input(x).run().shape())
        .containsExactly(3, 2);
    assertThat(OpTest.op("Squeeze", 13).input(x).input(new long[0], 0).run().shape())
        .containsExactly(1, 3, 1, 2);
  }

  @Test
  void addsAxes() {
    Tensor x = Tensors.ramp(3, 2);

    assertThat(OpTest.op("Unsqueeze", 13).input(x).input(new long[] {0, -1}, 2).run().shape())
        .containsExactly(1, 3, 2, 1);
    assertThat(OpTest.op("Unsqueeze", 1).attribute("axes", 2, 1).input(x).run().shape())
        .containsExactly(3, 1, 1, 2);
    Tensor scalar = Tensor.of(ElementType.UINT4, new byte[] {5});
    Tensor vector = OpTest.op("Unsqueeze", 24).input(scalar).input(new long[] {0}, 1).run();
    assertThat(vector.shape()).containsExactly(1);
    assertThat(vector.bytes()).containsExactly(5);
  }

  @Test
  void refusesWrongAxes() {
    Tensor x = Tensors.ramp(1, 3);

    assertThat(OpTest.op("Squeeze", 13).input(x).input(new long[] {1}, 1).failure())
        .hasMessageContaining("axis 1")
        .hasMessageContaining("cannot be removed");
    assertThat(OpTest.op("Squeeze", 13).input(x).input(new long[] {2}, 1).failure())
        .hasMessageContaining("out of range");
    assertThat(OpTest.op("Unsqueeze", 13).input(x).input(new long[] {0, -4}, 2).failure())
        .hasMessageContaining("occurs twice");
    assertThat(OpTest.op("Unsqueeze", 13).input(x).input(new long[] {4}, 1).failure())
        .hasMessageContaining("out of range");
  }
}
