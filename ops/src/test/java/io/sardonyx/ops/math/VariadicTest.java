package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class VariadicTest {

  private static final float NAN = Float.NaN;

  @Test
  void combinesManyInputs() {
    float[] a = {3, 0, 1};
    float[] b = {1, 4, NAN};
    float[] c = {2, 5, 1};
    assertThat(three("Max", 13, a, b, c)).containsExactly(3, 5, NAN);
    assertThat(three("Min", 13, a, b, c)).containsExactly(1, 0, NAN);
    assertThat(three("Sum", 13, a, b, c)).containsExactly(6, 9, NAN);
    assertThat(three("Mean", 13, a, b, c)).containsExactly(2, 3, NAN);
    assertThat(three("Max", 1, a, b, c)).containsExactly(3, 5, NAN);
    assertThat(three("Mean", 6, a, b, c)).containsExactly(2, 3, NAN);
  }

  private static float[] three(String name, int opset, float[] a, float[] b, float[] c) {
    return OpTest.op(name, opset).input(a, 3).input(b, 3).input(c, 3).run().floats();
  }

  @Test
  void oneInputIsTheResult() {
    for (String name : new String[] {"Max", "Min", "Sum", "Mean"}) {
      assertThat(OpTest.op(name, 13).input(new float[] {3, -1}, 2).run().floats())
          .containsExactly(3, -1);
    }
  }

  @Test
  void broadcastsAllInputs() {
    Tensor y =
        OpTest.op("Sum", 13)
            .input(new float[] {1, 2}, 2, 1)
            .input(new float[] {10, 20, 30}, 3)
            .input(new float[] {100})
            .run();
    assertThat(y.shape()).containsExactly(2, 3);
    assertThat(y.floats()).containsExactly(111, 121, 131, 112, 122, 132);
    Tensor wide =
        OpTest.op("Mean", 13)
            .input(Tensors.ramp(2, 100))
            .input(Tensors.ramp(2, 1))
            .input(Tensors.ramp(100))
            .run();
    assertThat(wide.floats()[150]).isEqualTo((150 + 1 + 50) / 3f);
  }

  @Test
  void computesEveryInteger() {
    assertThat(
            OpTest.op("Max", 12)
                .input(Tensor.of(ElementType.UINT64, new long[] {-1, 2}, 2))
                .input(Tensor.of(ElementType.UINT64, new long[] {5, 3}, 2))
                .run()
                .longs())
        .containsExactly(-1, 3);
    assertThat(
            OpTest.op("Min", 12)
                .input(Tensor.of(ElementType.UINT8, new byte[] {(byte) 200, 2}, 2))
                .input(Tensor.of(ElementType.UINT8, new byte[] {5, 3}, 2))
                .run()
                .bytes())
        .containsExactly(5, 2);
    assertThat(
            OpTest.op("Min", 13)
                .input(Tensor.of(new int[] {-7, 2}, 2))
                .input(Tensor.of(new int[] {5, -3}, 2))
                .run()
                .ints())
        .containsExactly(-7, -3);
  }

  @Test
  void meanOfHalvesDoesNotOverflowOnTheWay() {
    Tensor y =
        OpTest.op("Mean", 13).input(Tensors.float16(60_000)).input(Tensors.float16(60_000)).run();
    assertThat(Float.float16ToFloat(y.shorts()[0])).isEqualTo(60_000);
  }

  @Test
  void refusesOtherShapesBeforeVersion8() {
    assertThat(OpTest.op("Sum", 6).input(Tensors.ramp(2, 3)).input(Tensors.ramp(3)).failure())
        .hasMessageContaining("input 1 has shape [3]");
    assertThat(OpTest.op("Sum", 8).input(Tensors.ramp(2, 3)).input(Tensors.ramp(2)).failure())
        .hasMessageContaining("input 1 of shape [2]");
  }
}
