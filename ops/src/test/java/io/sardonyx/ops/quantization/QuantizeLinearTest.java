package io.sardonyx.ops.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class QuantizeLinearTest {

  private static Tensor bytes(ElementType type, int... values) {
    byte[] data = new byte[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) values[i];
    }
    return Tensor.of(type, data, values.length);
  }

  private static Tensor scalar(ElementType type, int value) {
    return bytes(type, value).reshaped();
  }

  private static Tensor halves(float... values) {
    short[] data = new short[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = Float.floatToFloat16(values[i]);
    }
    return Tensor.of(ElementType.FLOAT16, data, data.length);
  }

  @Test
  void roundsHalvesToEvenAndSaturates() {
    Tensor y =
        OpTest.op("QuantizeLinear", 10)
            .input(new float[] {0.5f, 1.5f, -0.5f, 2.6f, 1e30f, -1e30f, -3}, 7)
            .input(Tensor.scalar(1f))
            .input(scalar(ElementType.UINT8, 3))
            .run();
    assertThat(y.elementType()).isEqualTo(ElementType.UINT8);
    assertThat(y.bytes()).containsExactly(3, 5, 3, 6, -1, 0, 0);
  }

  @Test
  void roundsBeforeTheZeroPointIsAdded() {
    Tensor y =
        OpTest.op("QuantizeLinear", 13)
            .input(new float[] {0.5f, 1.5f, 300, -300}, 4)
            .input(Tensor.scalar(1f))
            .input(scalar(ElementType.INT8, -1))
            .run();
    assertThat(y.bytes()).containsExactly(-1, 1, 127, -128);
  }

  @Test
  void quantizesToBytesWithoutAZeroPoint() {
    Tensor y =
        OpTest.op("QuantizeLinear", 13)
            .input(Tensor.of(new int[] {-7, 10, 1000}, 3))
            .input(Tensor.scalar(2f))
            .run();
    assertThat(y.elementType()).isEqualTo(ElementType.UINT8);
    assertThat(y.bytes()).containsExactly(0, 5, -1);
  }

  @Test
  void scalesDifferAlongAnInnerAxis() {
    Tensor y =
        OpTest.op("QuantizeLinear", 13)
            .input(new float[] {4, 6, 4, 6, 8, 12, 8, 12}, 2, 2, 2)
            .input(new float[] {1, 2}, 2)
            .input(bytes(ElementType.UINT8, 0, 10))
            .run();
    assertThat(y.bytes()).containsExactly(4, 6, 12, 13, 8, 12, 14, 16);
  }

  @Test
  void scalesDifferAlongTheLastAxis() {
    Tensor y =
        OpTest.op("QuantizeLinear", 19)
            .attribute("axis", -1)
            .input(new float[] {4, 6, 8, 8, 12, 16}, 2, 3)
            .input(new float[] {1, 2, 4}, 3)
            .input(bytes(ElementType.INT8, 0, 10, -1))
            .run();
    assertThat(y.bytes()).containsExactly(4, 13, 1, 8, 16, 3);
  }

  @Test
  void blocksOnTheLastAxisMayEndShort() {
    Tensor y =
        OpTest.op("QuantizeLinear", 21)
            .attribute("axis", 1)
            .attribute("block_size", 2)
            .attribute("output_dtype", ElementType.INT16.code())
            .input(new float[] {2, 4, 6, 20, 40, 60}, 2, 3)
            .input(new float[] {1, 2, 10, 20}, 2, 2)
            .run();
    assertThat(y.shorts()).containsExactly(2, 4, 3, 2, 4, 3);
  }

  @Test
  void blocksOnTheFirstAxis() {
    Tensor y =
        OpTest.op("QuantizeLinear", 21)
            .attribute("axis", 0)
            .attribute("block_size", 2)
            .input(new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
            .input(new float[] {1, 2, 1, 1}, 2, 2)
            .input(Tensor.of(ElementType.UINT8, new byte[] {0, 1, 2, 3}, 2, 2))
            .run();
    assertThat(y.bytes()).containsExactly(1, 2, 3, 3, 7, 9);
  }

  @Test
  void packsFourAndTwoBits() {
    Tensor y =
        OpTest.op("QuantizeLinear", 21)
            .attribute("output_dtype", ElementType.INT4.code())
            .input(new float[] {-20, -1, 20}, 3)
            .input(Tensor.scalar(1f))
            .run();
    assertThat(y.bytes()).containsExactly(0xF8, 0x07);
    y =
        OpTest.op("QuantizeLinear", 25)
            .attribute("output_dtype", ElementType.UINT2.code())
            .input(new float[] {-1, 1, 2, 3, 4}, 5)
            .input(Tensor.scalar(1f))
            .run();
    assertThat(y.bytes()).containsExactly(0b11_10_01_00, 0b11);
  }

  @Test
  void quantizesToSmallFloats() {
    OpTest test =
        OpTest.op("QuantizeLinear", 19)
            .input(new float[] {1, 900, -2}, 3)
            .input(Tensor.scalar(1f))
            .input(scalar(ElementType.FLOAT8E4M3FN, 0));
    assertThat(test.run().bytes()).containsExactly(0x38, 0x7E, 0xC0);
    assertThat(test.attribute("saturate", 0).run().bytes()).containsExactly(0x38, 0x7F, 0xC0);
    Tensor y =
        OpTest.op("QuantizeLinear", 23)
            .attribute("output_dtype", ElementType.FLOAT4E2M1.code())
            .input(new float[] {1, 100, -0.5f}, 3)
            .input(Tensor.scalar(1f))
            .run();
    assertThat(y.bytes()).containsExactly(0x72, 0x09);
  }

  @Test
  void dividesInTheTypeOfTheScale() {
    // 2049 lies halfway between two numbers of half precision.
    Tensor y =
        OpTest.op("QuantizeLinear", 23)
            .input(new float[] {2049, 100.5f}, 2)
            .input(halves(1, 1).reshaped(2))
            .attribute("axis", 0)
            .attribute("output_dtype", ElementType.UINT16.code())
            .run();
    assertThat(y.shorts()).containsExactly(2048, 100);
    y =
        OpTest.op("QuantizeLinear", 23)
            .input(new float[] {2049}, 1)
            .input(halves(1))
            .attribute("precision", ElementType.FLOAT.code())
            .attribute("output_dtype", ElementType.UINT16.code())
            .run();
    assertThat(y.shorts()).containsExactly(2049);
  }

  @Test
  void dividesIntegersExactly() {
    Tensor y =
        OpTest.op("QuantizeLinear", 19)
            .input(Tensor.of(new int[] {(1 << 24) + 1, 7}, 2))
            .input(Tensor.scalar(1 << 20))
            .run();
    assertThat(y.bytes()).containsExactly(16, 0);
  }

  @Test
  void emptyTensor() {
    Tensor y =
        OpTest.op("QuantizeLinear", 13)
            .input(new float[0], 0, 3)
            .input(new float[] {1, 2, 3}, 3)
            .run();
    assertThat(y.shape()).containsExactly(0, 3);
  }

  @Test
  void rejectsShapesAndTypesThatDoNotFit() {
    assertThat(
            OpTest.op("QuantizeLinear", 13)
                .input(new float[4], 2, 2)
                .input(new float[3], 3)
                .failure())
        .hasMessageContaining("expected one element or 2 for axis 1");
    assertThat(
            OpTest.op("QuantizeLinear", 13)
                .input(new float[4], 2, 2)
                .input(new float[2], 2)
                .attribute("axis", 2)
                .failure())
        .hasMessageContaining("axis 2 is out of range");
    assertThat(
            OpTest.op("QuantizeLinear", 21)
                .input(new float[4], 2, 2)
                .input(new float[4], 2, 2)
                .attribute("block_size", 2)
                .failure())
        .hasMessageContaining("expected [2, 1] for blocks of 2");
    assertThat(
            OpTest.op("QuantizeLinear", 21)
                .input(new float[4], 2, 2)
                .input(Tensor.scalar(1f))
                .input(scalar(ElementType.INT8, 0))
                .attribute("output_dtype", ElementType.UINT8.code())
                .failure())
        .hasMessageContaining("output_dtype is UINT8, but the zero point is INT8");
    assertThat(
            OpTest.op("QuantizeLinear", 13)
                .input(new float[4], 2, 2)
                .input(Tensor.scalar(1f))
                .input(bytes(ElementType.INT8, 0, 0))
                .failure())
        .hasMessageContaining("the zero point has shape [2]; expected the scale's");
    assertThat(
            OpTest.op("QuantizeLinear", 21)
                .input(new float[4], 2, 2)
                .input(Tensor.scalar(1f))
                .attribute("output_dtype", ElementType.INT64.code())
                .failure())
        .hasMessageContaining("output_dtype is INT64");
  }
}
