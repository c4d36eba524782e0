package io.sardonyx.ops.logical;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class LogicalTest {

  private static final float NAN = Float.NaN;

  private static Tensor bools(boolean... values) {
    return Tensor.of(values, values.length);
  }

  private static byte[] bits(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void andOrXorNot() {
    Tensor a = bools(false, false, true, true);
    Tensor b = bools(false, true, false, true);
    for (int opset : new int[] {1, 7}) {
      assertThat(OpTest.op("And", opset).input(a).input(b).run().bytes())
          .containsExactly(bits(0, 0, 0, 1));
      assertThat(OpTest.op("Or", opset).input(a).input(b).run().bytes())
          .containsExactly(bits(0, 1, 1, 1));
      assertThat(OpTest.op("Xor", opset).input(a).input(b).run().bytes())
          .containsExactly(bits(0, 1, 1, 0));
    }
    assertThat(OpTest.op("Not", 1).input(a).run().bytes()).containsExactly(bits(1, 1, 0, 0));
    Tensor column = Tensor.of(new boolean[] {true, false}, 2, 1);
    assertThat(OpTest.op("And", 7).input(column).input(b).run().bytes())
        .containsExactly(bits(0, 1, 0, 1, 0, 0, 0, 0));
    assertThat(
            OpTest.op("Or", 1)
                .attribute("broadcast", 1)
                .attribute("axis", 0)
                .input(Tensor.of(new boolean[] {false, true, false, false}, 2, 2))
                .input(bools(false, true))
                .run()
                .bytes())
        .containsExactly(bits(0, 1, 1, 1));
  }

  @Test
  void comparisonsWithNaNAreFalse() {
    float[] a = {1, 2, 3, NAN, NAN, -0f};
    float[] b = {2, 2, 2, NAN, 1, 0f};
    assertThat(compare("Less", a, b)).containsExactly(bits(1, 0, 0, 0, 0, 0));
    assertThat(compare("Greater", a, b)).containsExactly(bits(0, 0, 1, 0, 0, 0));
    assertThat(compare("LessOrEqual", a, b)).containsExactly(bits(1, 1, 0, 0, 0, 1));
    assertThat(compare("GreaterOrEqual", a, b)).containsExactly(bits(0, 1, 1, 0, 0, 1));
    assertThat(compare("Equal", a, b)).containsExactly(bits(0, 1, 0, 0, 0, 1));
  }

  private static byte[] compare(String name, float[] a, float[] b) {
    return OpTest.op(name, 16).input(a, a.length).input(b, b.length).run().bytes();
  }

  @Test
  void comparesAllOtherTypes() {
    Tensor a = Tensor.of(ElementType.UINT64, new long[] {-1, 1, 2}, 3);
    Tensor b = Tensor.of(ElementType.UINT64, new long[] {1, -1, 2}, 3);
    assertThat(OpTest.op("Greater", 9).input(a).input(b).run().bytes())
        .containsExactly(bits(1, 0, 0));
    assertThat(OpTest.op("LessOrEqual", 12).input(a).input(b).run().bytes())
        .containsExactly(bits(0, 1, 1));
    assertThat(
            OpTest.op("Less", 9)
                .input(Tensor.of(ElementType.UINT8, bits(200, 1), 2))
                .input(Tensor.of(ElementType.UINT8, bits(1, 200), 2))
                .run()
                .bytes())
        .containsExactly(bits(0, 1));
    assertThat(
            OpTest.op("Less", 9)
                .input(Tensor.of(ElementType.UINT32, new int[] {-1, 1}, 2))
                .input(Tensor.of(ElementType.UINT32, new int[] {1, -1}, 2))
                .run()
                .bytes())
        .containsExactly(bits(0, 1));
    assertThat(
            OpTest.op("Less", 9)
                .input(Tensor.of(new double[] {1, Double.NaN}, 2))
                .input(Tensor.of(new double[] {1 + 1e-12, 1}, 2))
                .run()
                .bytes())
        .containsExactly(bits(1, 0));
    assertThat(
            OpTest.op("GreaterOrEqual", 16)
                .input(Tensors.float16(1, 2))
                .input(Tensors.float16(1, 3))
                .run()
                .bytes())
        .containsExactly(bits(1, 0));
    assertThat(
            OpTest.op("Equal", 1)
                .input(new long[] {1, 2}, 2)
                .input(new long[] {1, 3}, 2)
                .run()
                .bytes())
        .containsExactly(bits(1, 0));
    assertThat(OpTest.op("Equal", 7).input(bools(true, false)).input(bools(true)).run().bytes())
        .containsExactly(bits(1, 0));
  }

  @Test
  void comparesStrings() {
    Tensor a = Tensor.of(new String[] {"x", "y", "x", ""}, 2, 2);
    Tensor b = Tensor.of(new String[] {"x", ""}, 2);
    assertThat(OpTest.op("Equal", 19).input(a).input(b).run().bytes())
        .containsExactly(bits(1, 0, 1, 1));
  }

  @Test
  void bitwiseFunctionsOfEveryWidth() {
    Tensor a = Tensor.of(ElementType.UINT8, bits(0b1100, 0xFF), 2);
    Tensor b = Tensor.of(ElementType.UINT8, bits(0b1010, 0x0F), 2);
    assertThat(OpTest.op("BitwiseAnd", 18).input(a).input(b).run().bytes())
        .containsExactly(bits(0b1000, 0x0F));
    assertThat(OpTest.op("BitwiseOr", 18).input(a).input(b).run().bytes())
        .containsExactly(bits(0b1110, 0xFF));
    assertThat(OpTest.op("BitwiseXor", 18).input(a).input(b).run().bytes())
        .containsExactly(bits(0b0110, 0xF0));
    assertThat(OpTest.op("BitwiseNot", 18).input(a).run().bytes())
        .containsExactly(bits(0xF3, 0x00));
    assertThat(
            OpTest.op("BitwiseXor", 18)
                .input(Tensor.of(ElementType.INT16, new short[] {-1, 5}, 2))
                .input(Tensor.of(ElementType.INT16, new short[] {1}, 1))
                .run()
                .shorts())
        .containsExactly((short) -2, (short) 4);
    assertThat(OpTest.op("BitwiseNot", 18).input(new long[] {0, -1}, 2).run().longs())
        .containsExactly(-1, 0);
    assertThat(
            OpTest.op("BitwiseAnd", 18)
                .input(Tensor.of(new int[] {7, -1}, 2))
                .input(Tensor.of(new int[] {2, 12}, 2))
                .run()
                .ints())
        .containsExactly(2, 12);
  }

  @Test
  void shiftsLoseBitsAndDoNotWrap() {
    Tensor x = Tensor.of(ElementType.UINT8, bits(16, 4, 255, 1), 4);
    Tensor y = Tensor.of(ElementType.UINT8, bits(1, 7, 4, 8), 4);
    assertThat(
            OpTest.op("BitShift", 11)
                .attribute("direction", "RIGHT")
                .input(x)
                .input(y)
                .run()
                .bytes())
        .containsExactly(bits(8, 0, 15, 0));
    assertThat(
            OpTest.op("BitShift", 11)
                .attribute("direction", "LEFT")
                .input(x)
                .input(y)
                .run()
                .bytes())
        .containsExactly(bits(32, 0, 240, 0));
    assertThat(
            OpTest.op("BitShift", 11)
                .attribute("direction", "RIGHT")
                .input(Tensor.of(ElementType.UINT64, new long[] {-1, -1}, 2))
                .input(Tensor.of(ElementType.UINT64, new long[] {63, 64}, 2))
                .run()
                .longs())
        .containsExactly(1, 0);
    assertThat(OpTest.op("BitShift", 11).attribute("direction", "UP").input(x).input(y).failure())
        .hasMessageContaining("'direction' is 'UP'");
  }
}
