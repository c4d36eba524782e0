package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class ScatterTest {

  @Test
  void putsElementsAlongTheFirstAxis() {
    for (String name : new String[] {"Scatter", "ScatterElements"}) {
      Tensor y =
          OpTest.op(name, name.equals("Scatter") ? 9 : 11)
              .input(new float[9], 3, 3)
              .input(new long[] {1, 0, 2, 0, 2, 1}, 2, 3)
              .input(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
              .run();

      assertThat(y.floats()).containsExactly(4, 2, 0, 1, 0, 6, 0, 5, 3);
    }
  }

  @Test
  void putsElementsAlongTheLastAxis() {
    Tensor y =
        OpTest.op("ScatterElements", 18)
            .attribute("axis", -1)
            .input(Tensors.ramp(2, 4))
            .input(Tensor.of(new int[] {1, -1, 0, 2}, 2, 2))
            .input(new float[] {10, 20, 30, 40}, 2, 2)
            .run();

    assertThat(y.floats()).containsExactly(0, 10, 2, 20, 30, 5, 40, 7);
  }

  @Test
  void addsUpdatesOfOnePlace() {
    Tensor y =
        OpTest.op("ScatterElements", 16)
            .attribute("reduction", "add")
            .input(new float[] {1, 2, 3}, 3)
            .input(new long[] {1, 1, 2}, 3)
            .input(new float[] {10, 100, 1000}, 3)
            .run();

    assertThat(y.floats()).containsExactly(1, 112, 1003);
  }

  @Test
  void reducesEveryNumberType() {
    assertThat(reduced("mul", Tensor.of(new double[] {2, 3}, 2), Tensor.of(new double[] {5}, 1)))
        .isEqualTo(Tensor.of(new double[] {2, 15}, 2).toString());
    assertThat(reduced("max", Tensor.of(new int[] {2, -3}, 2), Tensor.of(new int[] {-5}, 1)))
        .isEqualTo(Tensor.of(new int[] {2, -3}, 2).toString());
    assertThat(reduced("min", of(ElementType.UINT64, -1L, -2L), of(ElementType.UINT64, 1L)))
        .isEqualTo(of(ElementType.UINT64, -1L, 1L).toString());
    assertThat(reduced("max", of(ElementType.UINT64, 0L, -2L), of(ElementType.UINT64, 1L)))
        .isEqualTo(of(ElementType.UINT64, 0L, -2L).toString());
    assertThat(reduced("add", bytes(ElementType.UINT8, 1, 250), bytes(ElementType.UINT8, 10)))
        .isEqualTo(bytes(ElementType.UINT8, 1, 4).toString());
    assertThat(reduced("max", bytes(ElementType.UINT8, 1, 200), bytes(ElementType.UINT8, 10)))
        .isEqualTo(bytes(ElementType.UINT8, 1, 200).toString());
    assertThat(reduced("add", bytes(ElementType.BOOL, 0, 1), bytes(ElementType.BOOL, 1)))
        .isEqualTo(bytes(ElementType.BOOL, 0, 1).toString());
  }

  /** Element 1 of the data reduced with the update. */
  private static String reduced(String reduction, Tensor data, Tensor update) {
    return OpTest.op("ScatterElements", 18)
        .attribute("reduction", reduction)
        .input(data)
        .input(new long[] {1}, 1)
        .input(update)
        .run()
        .toString();
  }

  private static Tensor of(ElementType type, long... values) {
    return Tensor.of(type, values, values.length);
  }

  private static Tensor bytes(ElementType type, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Tensor.of(type, bytes, bytes.length);
  }

  @Test
  void reducesHalvesAndComplexNumbers() {
    short one = Float.floatToFloat16(1);
    Tensor half =
        OpTest.op("ScatterND", 18)
            .attribute("reduction", "add")
            .input(Tensor.of(ElementType.FLOAT16, new short[] {one, one}, 2))
            .input(new long[] {0, 0}, 2, 1)
            .input(Tensor.of(ElementType.FLOAT16, new short[] {one, one}, 2))
            .run();
    Tensor complex =
        OpTest.op("ScatterND", 18)
            .attribute("reduction", "mul")
            .input(Tensor.of(ElementType.COMPLEX64, new float[] {1, 2, 3, 4}, 2))
            .input(new long[] {1}, 1, 1)
            .input(Tensor.of(ElementType.COMPLEX64, new float[] {0, 1}, 1))
            .run();

    assertThat(half.shorts()).containsExactly(Float.floatToFloat16(3), one);
    assertThat(complex.floats()).containsExactly(1, 2, -4, 3);
  }

  @Test
  void keepsNanInMaximum() {
    Tensor y =
        OpTest.op("ScatterND", 18)
            .attribute("reduction", "max")
            .input(new float[] {1, Float.NaN, 3}, 3)
            .input(new long[] {0, 1}, 2, 1)
            .input(new float[] {Float.NaN, 2}, 2)
            .run();

    assertThat(y.floats()).containsExactly(Float.NaN, Float.NaN, 3);
  }

  @Test
  void replacesSlices() {
    Tensor y =
        OpTest.op("ScatterND", 11)
            .input(Tensors.ramp(3, 2))
            .input(new long[] {2, -3}, 2, 1)
            .input(new float[] {10, 11, 12, 13}, 2, 2)
            .run();

    assertThat(y.floats()).containsExactly(12, 13, 2, 3, 10, 11);
  }

  @Test
  void addsLongSlices() {
    int n = 100;
    Tensor y =
        OpTest.op("ScatterND", 16)
            .attribute("reduction", "add")
            .input(Tensors.ramp(2, n))
            .input(new long[] {1, 1}, 2, 1)
            .input(Tensors.ramp(2, n))
            .run();

    assertThat(y.floats()[n - 1]).isEqualTo(n - 1);
    assertThat(y.floats()[n + 7]).isEqualTo((n + 7) + 7 + (n + 7));
  }

  @Test
  void leavesDataForNoUpdates() {
    Tensor y =
        OpTest.op("ScatterND", 18)
            .input(Tensors.ramp(3))
            .input(new long[0], 0, 1)
            .input(new float[0], 0)
            .run();

    assertThat(y.floats()).containsExactly(0, 1, 2);
  }

  @Test
  void refusesWrongInputs() {
    assertThat(
            OpTest.op("ScatterElements", 18)
                .input(Tensors.ramp(3))
                .input(new long[] {3}, 1)
                .input(Tensors.ramp(1))
                .failure())
        .hasMessageContaining("node 'tested' (ScatterElements-18)")
        .hasMessageContaining("index 3 is out of range [-3, 2]");
    assertThat(
            OpTest.op("ScatterElements", 18)
                .input(Tensors.ramp(3))
                .input(new long[] {1}, 1)
                .input(Tensors.ramp(2))
                .failure())
        .hasMessageContaining("the updates have shape [2]");
    assertThat(
            OpTest.op("ScatterND", 18)
                .input(Tensors.ramp(3, 2))
                .input(new long[] {1}, 1, 1)
                .input(Tensors.ramp(1, 3))
                .failure())
        .hasMessageContaining("the updates have shape [1,3]; expected [1,2]");
    assertThat(
            OpTest.op("ScatterND", 18)
                .attribute("reduction", "sub")
                .input(Tensors.ramp(3))
                .input(new long[] {1}, 1, 1)
                .input(Tensors.ramp(1))
                .failure())
        .hasMessageContaining("attribute 'reduction' is 'sub'");
    assertThat(
            OpTest.op("ScatterND", 18)
                .attribute("reduction", "add")
                .input(Tensor.of(new String[] {"a"}, 1))
                .input(new long[] {0}, 1, 1)
                .input(Tensor.of(new String[] {"b"}, 1))
                .failure())
        .hasMessageContaining("cannot reduce");
  }
}
