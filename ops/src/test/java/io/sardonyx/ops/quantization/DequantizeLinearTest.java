package io.sardonyx.ops.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class DequantizeLinearTest {

  private static Tensor bytes(ElementType type, int... values) {
    byte[] data = new byte[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) values[i];
    }
    return Tensor.of(type, data, type.isPacked() ? data.length * (8 / type.bits()) : data.length);
  }

  @Test
  void unsignedAndSignedBytes() {
    Tensor y =
        OpTest.op("DequantizeLinear", 10)
            .input(bytes(ElementType.UINT8, 0, 3, 255))
            .input(Tensor.scalar(2f))
            .input(bytes(ElementType.UINT8, 128).reshaped())
            .run();
    assertThat(y.floats()).containsExactly(-256, -250, 254);
    y =
        OpTest.op("DequantizeLinear", 10)
            .input(bytes(ElementType.INT8, -128, 127))
            .input(Tensor.scalar(0.5f))
            .input(bytes(ElementType.INT8, -1).reshaped())
            .run();
    assertThat(y.floats()).containsExactly(-63.5f, 64);
  }

  @Test
  void wholeNumbersWithoutZeroPoint() {
    Tensor y =
        OpTest.op("DequantizeLinear", 13)
            .input(Tensor.of(new int[] {-30, 70000}, 2))
            .input(Tensor.scalar(0.5f))
            .run();
    assertThat(y.floats()).containsExactly(-15, 35000);
  }

  @Test
  void scalesDifferAlongAnAxis() {
    Tensor y =
        OpTest.op("DequantizeLinear", 13)
            .attribute("axis", -2)
            .input(bytes(ElementType.INT8, 1, 2, 3, 4).reshaped(2, 2))
            .input(new float[] {1, 10}, 2)
            .input(bytes(ElementType.INT8, 0, 1))
            .run();
    assertThat(y.floats()).containsExactly(1, 2, 20, 30);
  }

  @Test
  void sixteenBits() {
    Tensor y =
        OpTest.op("DequantizeLinear", 21)
            .input(Tensor.of(ElementType.UINT16, new short[] {0, -1}, 2))
            .input(Tensor.scalar(1f))
            .input(Tensor.of(ElementType.UINT16, new short[] {1}))
            .run();
    assertThat(y.floats()).containsExactly(-1, 65534);
  }

  @Test
  void packedTypesInBlocks() {
    Tensor y =
        OpTest.op("DequantizeLinear", 21)
            .attribute("block_size", 2)
            .attribute("axis", 0)
            .input(bytes(ElementType.INT4, 0x8F, 0x71))
            .input(new float[] {1, 10}, 2)
            .input(Tensor.of(ElementType.INT4, new byte[] {0x10}, 2))
            .run();
    assertThat(y.floats()).containsExactly(-1, -8, 0, 60);
    y =
        OpTest.op("DequantizeLinear", 25)
            .input(bytes(ElementType.INT2, 0b11_10_01_00))
            .input(Tensor.scalar(1f))
            .run();
    assertThat(y.floats()).containsExactly(0, 1, -2, -1);
  }

  @Test
  void smallFloatsWithPowersOfTwoAsScales() {
    Tensor y =
        OpTest.op("DequantizeLinear", 24)
            .attribute("output_dtype", ElementType.FLOAT.code())
            .attribute("block_size", 2)
            .attribute("axis", 0)
            .input(bytes(ElementType.FLOAT8E5M2, 0x3C, 0xC0, 0x3C, 0x44))
            .input(bytes(ElementType.FLOAT8E8M0, 127, 129))
            .run();
    assertThat(y.floats()).containsExactly(1, -2, 4, 16);
  }

  @Test
  void theScaleTellsTheType() {
    Tensor y =
        OpTest.op("DequantizeLinear", 19)
            .input(bytes(ElementType.FLOAT8E4M3FN, 0x38))
            .input(Tensor.of(ElementType.FLOAT16, new short[] {Float.floatToFloat16(3)}))
            .run();
    assertThat(y.elementType()).isEqualTo(ElementType.FLOAT16);
    assertThat(Float.float16ToFloat(y.shorts()[0])).isEqualTo(3);
  }

  @Test
  void rejectsAScaleThatCannotBeTheOutput() {
    assertThat(
            OpTest.op("DequantizeLinear", 24)
                .input(bytes(ElementType.INT8, 1))
                .input(bytes(ElementType.FLOAT8E8M0, 127).reshaped())
                .failure())
        .hasMessageContaining("set output_dtype");
  }
}
