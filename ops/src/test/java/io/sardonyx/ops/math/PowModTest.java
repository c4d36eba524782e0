package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class PowModTest {

  private static Tensor bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Tensor.of(ElementType.INT8, bytes, bytes.length);
  }

  @Test
  void raisesFloatsToAnyTypeOfExponent() {
    Tensor x = Tensor.of(new float[] {2, -3, 4}, 3);
    for (Tensor two :
        new Tensor[] {
          Tensor.scalar(2f),
          Tensor.scalar(2.0),
          Tensor.scalar(2),
          Tensor.scalar(2L),
          Tensor.of(ElementType.UINT8, new byte[] {2}),
          Tensor.of(ElementType.FLOAT16, new short[] {Float.floatToFloat16(2)})
        }) {
      int opset = two.elementType() == ElementType.FLOAT16 ? 15 : 12;
      assertThat(OpTest.op("Pow", opset).input(x).input(two).run().floats())
          .containsExactly(4, 9, 16);
    }
    float[] each = OpTest.op("Pow", 7).input(x).input(new float[] {0.5f, 3, -1}, 3).run().floats();
    assertThat(each[0]).isCloseTo(1.4142135f, within(1e-6f));
    assertThat(each[1]).isEqualTo(-27);
    assertThat(each[2]).isEqualTo(0.25f);
  }

  @Test
  void keepsTheParityOfLargeExponents() {
    assertThat(
            OpTest.op("Pow", 15)
                .input(new float[] {-1, -1}, 2)
                .input(new long[] {16_777_217, 16_777_218}, 2)
                .run()
                .floats())
        .containsExactly(-1, 1);
  }

  @Test
  void integersToIntegersWrapAndFractionsTruncate() {
    assertThat(
            OpTest.op("Pow", 12)
                .input(Tensor.of(new int[] {2, 3, -2, 7, 1, -1, 0}, 7))
                .input(Tensor.of(new int[] {31, 4, 3, -1, -5, -3, 0}, 7))
                .run()
                .ints())
        .containsExactly(Integer.MIN_VALUE, 81, -8, 0, 1, -1, 1);
    assertThat(
            OpTest.op("Pow", 12)
                .input(new long[] {10, 4}, 2)
                .input(Tensor.of(new float[] {2.5f, 0.5f}, 2))
                .run()
                .longs())
        .containsExactly(316, 2);
    assertThat(OpTest.op("Pow", 12).input(new long[] {0}, 1).input(new long[] {-1}, 1).failure())
        .hasMessageContaining("zero to a negative power");
  }

  @Test
  void raisesHalvesAndDoubles() {
    Tensor halves =
        OpTest.op("Pow", 13).input(Tensors.float16(3, 4)).input(Tensor.scalar(2L)).run();
    assertThat(Float.float16ToFloat(halves.shorts()[1])).isEqualTo(16);
    assertThat(
            OpTest.op("Pow", 13)
                .input(Tensor.of(new double[] {1.1}, 1))
                .input(Tensor.scalar(2f))
                .run()
                .doubles()[0])
        .isCloseTo(1.21, within(1e-12));
  }

  @Test
  void broadcastsBeforeVersion7() {
    assertThat(
            OpTest.op("Pow", 1)
                .attribute("broadcast", 1)
                .attribute("axis", 0)
                .input(new float[] {1, 2, 3, 4}, 2, 2)
                .input(new float[] {1, 2}, 2)
                .run()
                .floats())
        .containsExactly(1, 2, 9, 16);
  }

  @Test
  void modHasTheSignOfTheDivisor() {
    assertThat(
            OpTest.op("Mod", 13)
                .input(bytes(-4, 7, 5, 4, -7, 8))
                .input(bytes(2, -3, 8, -2, 3, 5))
                .run()
                .bytes())
        .containsExactly(0, -2, 5, 0, 2, 3);
    assertThat(
            OpTest.op("Mod", 13)
                .input(Tensor.of(ElementType.UINT64, new long[] {-1, 9}, 2))
                .input(Tensor.of(ElementType.UINT64, new long[] {10}, 1))
                .run()
                .longs())
        .containsExactly(5, 9);
  }

  @Test
  void fmodHasTheSignOfTheDividend() {
    assertThat(
            OpTest.op("Mod", 13)
                .attribute("fmod", 1)
                .input(bytes(-4, 7, 5, 4, -7, 8))
                .input(bytes(2, -3, 8, -2, 3, 5))
                .run()
                .bytes())
        .containsExactly(0, 1, 5, 0, -1, 3);
    float inf = Float.POSITIVE_INFINITY;
    assertThat(
            OpTest.op("Mod", 13)
                .attribute("fmod", 1)
                .input(new float[] {-4.5f, 5.5f, inf, 1, 1}, 5)
                .input(new float[] {2, -3, 2, 0, inf}, 5)
                .run()
                .floats())
        .containsExactly(-0.5f, 2.5f, Float.NaN, Float.NaN, 1);
  }

  @Test
  void refusesIntegerModOfFloatsAndDivisionByZero() {
    assertThat(OpTest.op("Mod", 13).input(Tensors.ramp(2)).input(Tensors.ramp(2)).failure())
        .hasMessageContaining("'fmod' is 0");
    assertThat(OpTest.op("Mod", 13).input(bytes(1)).input(bytes(0)).failure())
        .hasMessageContaining("by zero");
  }
}
