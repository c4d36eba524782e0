package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class PReluSwiGLUTest {

  @Test
  void slopesBelongToChannelsBeforeVersion7() {
    float[] x = {-1, -2, 3, -4, -5, -6, -7, 8};
    assertThat(
            OpTest.op("PRelu", 6).input(x, 2, 2, 2).input(new float[] {10, 100}, 2).run().floats())
        .containsExactly(-10, -20, 3, -400, -50, -60, -700, 8);
    assertThat(OpTest.op("PRelu", 1).input(x, 2, 2, 2).input(new float[] {10}, 1).run().floats())
        .containsExactly(-10, -20, 3, -40, -50, -60, -70, 8);
    assertThat(OpTest.op("PRelu", 6).input(x, 2, 4).input(x, 2, 4).run().floats())
        .containsExactly(1, 4, 3, 16, 25, 36, 49, 8);
  }

  @Test
  void slopesAreBroadcastFromVersion7On() {
    float[] x = {-1, -2, 3, -4};
    assertThat(OpTest.op("PRelu", 16).input(x, 2, 2).input(new float[] {10, 100}, 2).run().floats())
        .containsExactly(-10, -200, 3, -400);
    assertThat(
            OpTest.op("PRelu", 16).input(x, 2, 2).input(new float[] {10, 100}, 2, 1).run().floats())
        .containsExactly(-10, -20, 3, -400);
  }

  @Test
  void integersAreComputedAsSuch() {
    assertThat(
            OpTest.op("PRelu", 9)
                .input(Tensor.of(new int[] {-2, 5}, 2))
                .input(Tensor.of(new int[] {3}, 1))
                .run()
                .ints())
        .containsExactly(-6, 5);
  }

  @Test
  void theSlopeMayNotBeLargerThanTheInput() {
    assertThat(OpTest.op("PRelu", 16).input(Tensors.ramp(2)).input(Tensors.ramp(3, 2)).failure())
        .hasMessageContaining("input 1 has shape [3,2]");
  }

  @Test
  void swiGluGatesTheSecondInput() {
    Tensor gate = Tensor.of(new float[] {-1, 0, 2}, 3);
    Tensor value = Tensor.of(new float[] {3, 4, 5}, 3);
    float[] y = OpTest.op("SwiGLU", 28).input(gate).input(value).run().floats();
    assertThat(y[0]).isCloseTo(3 * -0.26894143f, within(1e-6f));
    assertThat(y[1]).isZero();
    assertThat(y[2]).isCloseTo(5 * 1.7615942f, within(1e-5f));
    float[] steep =
        OpTest.op("SwiGLU", 28).attribute("alpha", 2f).input(gate).input(value).run().floats();
    assertThat(steep[0]).isCloseTo(3 * -0.11920292f, within(1e-6f));
  }

  @Test
  void swiGluDoesNotBroadcast() {
    assertThat(OpTest.op("SwiGLU", 28).input(Tensors.ramp(2, 2)).input(Tensors.ramp(2)).failure())
        .hasMessageContaining("input 1 has shape [2]");
  }
}
