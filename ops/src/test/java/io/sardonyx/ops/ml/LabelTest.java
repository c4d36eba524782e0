package io.sardonyx.ops.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class LabelTest {

  private static Tensor strings(String... values) {
    return Tensor.of(values, values.length);
  }

  private static OpTest encoder(int version) {
    return OpTest.op("ai.onnx.ml", "LabelEncoder", version);
  }

  private static OpTest mapper() {
    return OpTest.op("ai.onnx.ml", "CategoryMapper", 1)
        .attribute("cats_strings", "a", "b")
        .attribute("cats_int64s", 10, 20);
  }

  @Test
  void categoryMapperWorksBothWays() {
    assertThat(mapper().input(strings("b", "x")).run().longs()).containsExactly(20, -1);
    assertThat(mapper().input(new long[] {10, 11}, 2).run().strings())
        .containsExactly("a", "_Unused");
    assertThat(
            OpTest.op("ai.onnx.ml", "CategoryMapper", 1)
                .attribute("cats_strings", "a", "b")
                .attribute("cats_int64s", 1, 2, 3)
                .input(strings("a"))
                .failure())
        .hasMessageContaining("expected the same number");
  }

  @Test
  void firstLabelEncoderCountsPlaces() {
    OpTest strings =
        encoder(1).attribute("classes_strings", "a", "b").attribute("default_int64", 9);
    assertThat(strings.input(strings("b", "a", "x")).run().longs()).containsExactly(1, 0, 9);
    OpTest places =
        encoder(1).attribute("classes_strings", "a", "b").attribute("default_string", "?");
    assertThat(places.input(new long[] {1, 2, -1}, 3).run().strings())
        .containsExactly("b", "?", "?");
  }

  @Test
  void mapsFloatsBitByBitInVersionTwo() {
    Tensor y =
        encoder(2)
            .attribute("keys_floats", Float.NaN, 0f, 1.5f)
            .attribute("values_int64s", 1, 2, 3)
            .input(new float[] {Float.NaN, 0, -0f, 1.5f}, 2, 2)
            .run();
    assertThat(y.shape()).containsExactly(2, 2);
    assertThat(y.longs()).containsExactly(1, 2, -1, 3);
  }

  @Test
  void mapsFloatsAsNumbersInVersionFour() {
    Tensor y =
        encoder(4)
            .attribute("keys_floats", Float.NaN, 0f, 1.5f)
            .attribute("values_int64s", 1, 2, 3)
            .input(new float[] {Float.intBitsToFloat(0x7FC00001), -0f}, 2)
            .run();
    assertThat(y.longs()).containsExactly(1, 2);
  }

  @Test
  void theLastOfEqualKeysCountsInVersionFour() {
    OpTest second = encoder(2).attribute("keys_int64s", 1, 1).attribute("values_strings", "a", "b");
    assertThat(second.input(new long[] {1, 2}, 2).run().strings()).containsExactly("a", "_Unused");
    OpTest fourth = encoder(4).attribute("keys_int64s", 1, 1).attribute("values_strings", "a", "b");
    assertThat(fourth.input(new long[] {1}, 1).run().strings()).containsExactly("b");
  }

  @Test
  void keysAndValuesMayBeTensors() {
    Tensor y =
        encoder(4)
            .attribute("keys_tensor", Tensor.of(new double[] {1, 2}, 2))
            .attribute("values_tensor", Tensor.of(ElementType.INT16, new short[] {5, 6}, 2))
            .attribute("default_tensor", Tensor.of(ElementType.INT16, new short[] {7}, 1))
            .input(Tensor.of(new double[] {2, 3}, 2))
            .run();
    assertThat(y.elementType()).isEqualTo(ElementType.INT16);
    assertThat(y.shorts()).containsExactly(6, 7);
    Tensor other =
        encoder(4)
            .attribute("keys_strings", "a", "b")
            .attribute("values_tensor", Tensor.of(new int[] {5, 6}, 2))
            .input(strings("x"))
            .run();
    assertThat(other.ints()).containsExactly(-1);
  }

  @Test
  void rejectsListsThatDoNotFit() {
    assertThat(
            encoder(2)
                .attribute("keys_int64s", 1, 2)
                .attribute("values_int64s", 1, 2, 3)
                .input(new long[1], 1)
                .failure())
        .hasMessageContaining("2 keys and 3 values");
    assertThat(encoder(2).attribute("keys_int64s", 1, 2).input(new long[1], 1).failure())
        .hasMessageContaining("0 of the attributes values_*");
    assertThat(
            encoder(2)
                .attribute("keys_int64s", 1, 2)
                .attribute("values_int64s", 1, 2)
                .input(strings("a"))
                .failure())
        .hasMessageContaining("its keys are INT64");
    assertThat(
            encoder(4)
                .attribute("keys_int64s", 1, 2)
                .attribute("values_int64s", 1, 2)
                .attribute("default_tensor", Tensor.scalar(1f))
                .input(new long[1], 1)
                .failure())
        .hasMessageContaining("expected one element of INT64");
  }
}
