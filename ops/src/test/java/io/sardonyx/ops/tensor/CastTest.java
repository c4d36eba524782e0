package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class CastTest {

  private static final float INF = Float.POSITIVE_INFINITY;

  private static OpTest cast(Tensor x, ElementType to) {
    return OpTest.op("Cast", 25).attribute("to", to.code()).input(x);
  }

  private static Tensor floats(float... numbers) {
    return Tensor.of(numbers, numbers.length);
  }

  private static Tensor strings(String... texts) {
    return Tensor.of(texts, texts.length);
  }

  @Test
  void truncatesFloats() {
    Tensor x = floats(1.9f, -1.9f, 0.5f, -0f, 1e9f);

    assertThat(cast(x, ElementType.INT32).run().ints()).containsExactly(1, -1, 0, 0, 1000000000);
    assertThat(cast(x, ElementType.INT64).run().longs()).containsExactly(1, -1, 0, 0, 1000000000);
    assertThat(cast(floats(1.9f, 200f), ElementType.UINT8).run().bytes()).containsExactly(1, -56);
    assertThat(cast(floats(3e9f), ElementType.UINT32).run().ints())
        .containsExactly((int) 3000000000L);
    assertThat(cast(floats(0x1p63f), ElementType.UINT64).run().longs())
        .containsExactly(Long.MIN_VALUE);
    assertThat(cast(floats(1.5f, -2.5f), ElementType.DOUBLE).run().doubles())
        .containsExactly(1.5, -2.5);
  }

  @Test
  void dropsUpperBitsOfIntegers() {
    Tensor x = Tensor.of(new long[] {200, -1, 0x1_0000_0003L}, 3);

    assertThat(cast(x, ElementType.INT8).run().bytes()).containsExactly(-56, -1, 3);
    assertThat(cast(x, ElementType.UINT16).run().shorts()).containsExactly(200, -1, 3);
    assertThat(cast(x, ElementType.INT32).run().ints()).containsExactly(200, -1, 3);
    assertThat(cast(x, ElementType.UINT64).run().longs()).containsExactly(x.longs());
    assertThat(cast(x, ElementType.INT4).run().bytes()).containsExactly(0xF8 - 256, 3);
    assertThat(cast(x, ElementType.UINT2).run().bytes()).containsExactly(0b11_11_00);
  }

  @Test
  void readsUnsignedIntegers() {
    Tensor bytes = Tensor.of(ElementType.UINT8, new byte[] {-1, 1}, 2);
    Tensor ints = Tensor.of(ElementType.UINT32, new int[] {-1}, 1);
    Tensor longs = Tensor.of(ElementType.UINT64, new long[] {-1, 5}, 2);

    assertThat(cast(bytes, ElementType.FLOAT).run().floats()).containsExactly(255, 1);
    assertThat(cast(bytes, ElementType.INT16).run().shorts()).containsExactly(255, 1);
    assertThat(cast(ints, ElementType.INT64).run().longs()).containsExactly(0xFFFFFFFFL);
    assertThat(cast(longs, ElementType.FLOAT).run().floats()).containsExactly(0x1p64f, 5);
    assertThat(cast(longs, ElementType.DOUBLE).run().doubles()).containsExactly(0x1p64, 5);
    assertThat(cast(longs, ElementType.BFLOAT16).run().shorts()).containsExactly(0x5F80, 0x40A0);
  }

  @Test
  void makesTruthValues() {
    assertThat(cast(floats(0, -0f, 0.1f, Float.NaN), ElementType.BOOL).run().booleans())
        .containsExactly(false, false, true, true);
    assertThat(cast(Tensor.of(new long[] {0, 256}, 2), ElementType.BOOL).run().booleans())
        .containsExactly(false, true);
    assertThat(cast(Tensor.of(new double[] {1e-300, 0}, 2), ElementType.BOOL).run().booleans())
        .containsExactly(true, false);
    Tensor truths = Tensor.of(new boolean[] {true, false}, 2);
    assertThat(cast(truths, ElementType.FLOAT).run().floats()).containsExactly(1, 0);
    assertThat(cast(truths, ElementType.INT8).run().bytes()).containsExactly(1, 0);
    assertThat(cast(truths, ElementType.FLOAT16).run().shorts()).containsExactly(0x3C00, 0);
  }

  @Test
  void roundsOnce() {
    // Just above the middle between two float16, which float alone would round to the middle.
    Tensor x = Tensor.of(new double[] {1 + 0x1p-11 + 0x1p-40, 1 + 0x1p-11, -1e300, 65520}, 4);

    assertThat(cast(x, ElementType.FLOAT16).run().shorts())
        .containsExactly(0x3C01, 0x3C00, (short) 0xFC00, 0x7C00);
    assertThat(NumberCast.roundedToOdd(1e-300)).isEqualTo(Float.MIN_VALUE);
    assertThat(NumberCast.roundedToOdd(-1e300)).isEqualTo(-Float.MAX_VALUE);
    assertThat(NumberCast.roundedToOdd(0.5)).isEqualTo(0.5f);
  }

  @Test
  void saturatesFloat8() {
    Tensor x = floats(1, 500, -INF, Float.NaN);

    assertThat(cast(x, ElementType.FLOAT8E4M3FN).run().bytes())
        .containsExactly(0x38, 0x7E, 0xFE - 256, 0x7F);
    assertThat(cast(x, ElementType.FLOAT8E4M3FN).attribute("saturate", 0).run().bytes())
        .containsExactly(0x38, 0x7F, 0xFF - 256, 0x7F);
    assertThat(cast(x, ElementType.FLOAT8E5M2).attribute("saturate", 0).run().bytes())
        .containsExactly(0x3C, 0x60, 0xFC - 256, 0x7F);
    assertThat(cast(x, ElementType.FLOAT8E4M3FNUZ).run().bytes())
        .containsExactly(0x40, 0x7F, 0xFF - 256, 0x80 - 256);
    Tensor back = Tensor.of(ElementType.FLOAT8E4M3FN, new byte[] {0x38, 0x7E, 1}, 3);
    assertThat(cast(back, ElementType.FLOAT).run().floats()).containsExactly(1, 448, 0x1p-9f);
    assertThat(cast(back, ElementType.INT32).run().ints()).containsExactly(1, 448, 0);
  }

  @Test
  void roundsPowersOfTwo() {
    Tensor x = floats(1, 1.25f, 1.5f, 0, INF, 0x1.8p127f, 0x1p-140f, Float.NaN);

    assertThat(cast(x, ElementType.FLOAT8E8M0).run().bytes())
        .containsExactly(127, -128, -128, 0, -2, -2, 0, -1);
    assertThat(cast(x, ElementType.FLOAT8E8M0).attribute("round_mode", "down").run().bytes())
        .containsExactly(127, 127, 127, 0, -2, -2, 0, -1);
    assertThat(
            cast(x, ElementType.FLOAT8E8M0)
                .attribute("round_mode", "nearest")
                .attribute("saturate", 0)
                .run()
                .bytes())
        .containsExactly(127, 127, -128, -1, -1, -1, -1, -1);
    Tensor back = Tensor.of(ElementType.FLOAT8E8M0, new byte[] {0, 127, -1}, 3);
    assertThat(cast(back, ElementType.FLOAT).run().floats())
        .containsExactly(0x1p-127f, 1, Float.NaN);
  }

  @Test
  void packsFourBits() {
    assertThat(cast(floats(1, -1, 5.9f), ElementType.INT4).run().bytes())
        .containsExactly(0xF1 - 256, 5);
    assertThat(cast(floats(0.3f, -3.4f, 100), ElementType.FLOAT4E2M1).run().bytes())
        .containsExactly(0xD1 - 256, 7);
    Tensor nibbles = Tensor.of(ElementType.INT4, new byte[] {0x7F, 8}, 3);
    assertThat(cast(nibbles, ElementType.FLOAT).run().floats()).containsExactly(-1, 7, -8);
    assertThat(cast(nibbles, ElementType.INT2).run().bytes()).containsExactly(0b00_11_11);
    assertThat(cast(nibbles, ElementType.UINT4).run().bytes()).containsExactly(0x7F, 8);
  }

  @Test
  void convertsLargeTensorsInTasks() {
    float[] numbers = new float[100_001];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % 15 - 7;
    }

    byte[] packed = cast(floats(numbers), ElementType.INT4).run().bytes();
    short[] halves = cast(floats(numbers), ElementType.FLOAT16).run().shorts();

    for (int i = 0; i < numbers.length; i++) {
      assertThat(packed[i / 2] << (i % 2 == 0 ? 28 : 24) >> 28).isEqualTo((int) numbers[i]);
      assertThat(Float.float16ToFloat(halves[i])).isEqualTo(numbers[i]);
    }
  }

  @Test
  void writesNumbers() {
    Tensor x = floats(314.15926f, 1, -0f, 1e-7f, 1.5e20f, Float.NaN, -INF, 0.001f);

    assertThat(cast(x, ElementType.STRING).run().strings())
        .containsExactly("314.15927", "1.0", "-0.0", "1e-07", "1.5e+20", "nan", "-inf", "0.001");
    assertThat(
            cast(Tensor.of(new double[] {0.1, 1e15, 1e16, -12345.678}, 4), ElementType.STRING)
                .run()
                .strings())
        .containsExactly("0.1", "1000000000000000.0", "1e+16", "-12345.678");
    Tensor half = Tensor.of(ElementType.FLOAT16, new short[] {0x2E66, 0x7BFF}, 2);
    assertThat(cast(half, ElementType.STRING).run().strings()).containsExactly("0.1", "65500.0");
    Tensor unsigned = Tensor.of(ElementType.UINT64, new long[] {-1}, 1);
    assertThat(cast(unsigned, ElementType.STRING).run().strings())
        .containsExactly("18446744073709551615");
    assertThat(cast(Tensor.of(new boolean[] {true}, 1), ElementType.STRING).run().strings())
        .containsExactly("True");
    Tensor nibbles = Tensor.of(ElementType.INT4, new byte[] {0x7F}, 2);
    assertThat(cast(nibbles, ElementType.STRING).run().strings()).containsExactly("-1", "7");
  }

  @Test
  void readsNumbers() {
    Tensor x = strings("3.14", "1e-5", " 1E8 ", "+INF", "-inf", "NaN", ".5");

    assertThat(cast(x, ElementType.FLOAT).run().floats())
        .containsExactly(3.14f, 1e-5f, 1e8f, INF, -INF, Float.NaN, 0.5f);
    assertThat(cast(x, ElementType.DOUBLE).run().doubles()[0]).isEqualTo(3.14);
    assertThat(cast(strings("1.5", "inf"), ElementType.FLOAT16).run().shorts())
        .containsExactly(0x3E00, 0x7C00);
    assertThat(cast(strings("100.5", "-7", "9223372036854775807"), ElementType.INT64).run().longs())
        .containsExactly(100, -7, Long.MAX_VALUE);
    assertThat(cast(strings("18446744073709551615"), ElementType.UINT64).run().longs())
        .containsExactly(-1);
    assertThat(cast(strings("true", "0", "2"), ElementType.BOOL).run().booleans())
        .containsExactly(true, false, true);
    assertThat(cast(strings("a", "b"), ElementType.STRING).run().strings())
        .containsExactly("a", "b");
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThat(cast(strings("1", "Hello"), ElementType.FLOAT).failure())
        .hasMessageContaining("node 'tested' (Cast-25)")
        .hasMessageContaining("element 1 is 'Hello'");
    assertThat(cast(strings("1f"), ElementType.DOUBLE).failure()).hasMessageContaining("'1f'");
    assertThat(cast(strings("0x10"), ElementType.INT32).failure()).hasMessageContaining("'0x10'");
    assertThat(cast(strings("1e999999999"), ElementType.INT32).failure())
        .hasMessageContaining("1e999999999");
    assertThat(cast(strings(""), ElementType.INT32).failure()).hasMessageContaining("''");
    assertThat(cast(floats(1), ElementType.COMPLEX64).failure())
        .hasMessageContaining("cannot convert FLOAT to COMPLEX64");
  }

  @Test
  void takesTheTypesNameInVersion1() {
    Tensor y = OpTest.op("Cast", 1).attribute("to", "INT32").input(floats(2.5f)).run();

    assertThat(y.ints()).containsExactly(2);
    assertThat(OpTest.op("Cast", 1).attribute("to", "NUMBER").input(floats(2.5f)).failure())
        .hasMessageContaining("'NUMBER'");
  }

  @Test
  void castsLikeAnotherTensor() {
    Tensor y =
        OpTest.op("CastLike", 19)
            .attribute("saturate", 0)
            .input(floats(1, 1e6f))
            .input(Tensor.of(ElementType.FLOAT8E5M2, new byte[0], 0))
            .run();

    assertThat(y.elementType()).isEqualTo(ElementType.FLOAT8E5M2);
    assertThat(y.bytes()).containsExactly(0x3C, 0x7C);
  }

  @Test
  void takesBitsAsAnotherType() {
    Tensor complex = Tensor.of(ElementType.COMPLEX64, new float[] {1, -2}, 1);

    Tensor longs = bits(complex, ElementType.INT64).run();
    assertThat(longs.longs()).containsExactly(0xC0000000_3F800000L);
    assertThat(bits(longs, ElementType.COMPLEX64).run().floats()).containsExactly(1, -2);
    assertThat(bits(longs, ElementType.DOUBLE).run().doubles())
        .containsExactly(Double.longBitsToDouble(0xC0000000_3F800000L));
    assertThat(bits(floats(1), ElementType.UINT32).run().ints()).containsExactly(0x3F800000);
    Tensor half = Tensor.of(ElementType.FLOAT16, new short[] {0x3C00}, 1);
    assertThat(bits(half, ElementType.BFLOAT16).run().shorts()).containsExactly(0x3C00);
    Tensor nibbles = Tensor.of(ElementType.INT4, new byte[] {0x21, 0x03}, 3);
    assertThat(bits(nibbles, ElementType.FLOAT4E2M1).run().bytes()).containsExactly(0x21, 3);
    Tensor bytes = Tensor.of(ElementType.UINT8, new byte[] {0, 2}, 2);
    assertThat(bits(bytes, ElementType.BOOL).run().booleans()).containsExactly(false, true);
    assertThat(bits(floats(1), ElementType.INT64).failure()).hasMessageContaining("one width");
  }

  private static OpTest bits(Tensor x, ElementType to) {
    return OpTest.op("BitCast", 26).attribute("to", to.code()).input(x);
  }
}
