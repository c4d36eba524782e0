package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class NonZeroTest {

  @Test
  void givesOneColumnPerElement() {
    Tensor y = OpTest.op("NonZero", 13).input(new float[] {0, 2, 0, Float.NaN}, 2, 2).run();

    assertThat(y.shape()).containsExactly(2, 2);
    assertThat(y.longs()).containsExactly(0, 1, 1, 1);
  }

  @Test
  void findsNothingInZeros() {
    Tensor y = OpTest.op("NonZero", 13).input(new float[] {0, -0.0f}, 2).run();

    assertThat(y.shape()).containsExactly(1, 0);
  }

  @Test
  void theSmallestShortIsNotZeroThoughItHasTheBitsOfAMinusZero() {
    Tensor x = Tensor.of(ElementType.INT16, new short[] {0, Short.MIN_VALUE, 1}, 3);
    assertThat(OpTest.op("NonZero", 13).input(x).run().longs()).containsExactly(1, 2);
    Tensor half = Tensor.of(ElementType.FLOAT16, new short[] {0, Short.MIN_VALUE, 1}, 3);
    assertThat(OpTest.op("NonZero", 13).input(half).run().longs()).containsExactly(2);
  }

  @Test
  void aComplexNumberIsZeroIfBothPartsAre() {
    Tensor x = Tensor.of(ElementType.COMPLEX64, new float[] {0, 0, 0, 3, 1, 0}, 3);
    assertThat(OpTest.op("NonZero", 13).input(x).run().longs()).containsExactly(1, 2);
  }

  @Test
  void coordinatesOfManyElementsInThreeDimensions() {
    float[] data = new float[3 * 70 * 500];
    for (int i = 0; i < data.length; i += 7) {
      data[i] = 1;
    }
    Tensor y = OpTest.op("NonZero", 13).input(data, 3, 70, 500).run();
    int n = (data.length + 6) / 7;
    assertThat(y.shape()).containsExactly(3, n);
    for (int k = 0; k < n; k++) {
      long[] index = {y.longs()[k], y.longs()[n + k], y.longs()[2 * n + k]};
      assertThat(index).containsExactly(7 * k / 35000, 7 * k / 500 % 70, 7 * k % 500);
    }
  }
}
