package io.sardonyx.ops.reduction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class ArgExtremeTest {

  private static final float[] X = {2, 5, 5, 1, 9, 1};

  @Test
  void findsTheFirstAlongTheDefaultAxis() {
    Tensor y = OpTest.op("ArgMax", 13).input(X, 2, 3).run();

    assertThat(y.shape()).containsExactly(1, 3);
    assertThat(y.longs()).containsExactly(0, 1, 0);
  }

  @Test
  void findsTheFirstOrTheLastOfEqualOnes() {
    assertThat(argument("ArgMax", 0)).containsExactly(1, 1);
    assertThat(argument("ArgMax", 1)).containsExactly(2, 1);
    assertThat(argument("ArgMin", 0)).containsExactly(0, 0);
    assertThat(argument("ArgMin", 1)).containsExactly(0, 2);
  }

  private static long[] argument(String op, long last) {
    Tensor y =
        OpTest.op(op, 12)
            .attribute("axis", -1)
            .attribute("keepdims", 0)
            .attribute("select_last_index", last)
            .input(X, 2, 3)
            .run();
    assertThat(y.shape()).containsExactly(2);
    return y.longs();
  }

  @Test
  void takesNanForTheExtreme() {
    float[] x = {1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    assertThat(OpTest.op("ArgMax", 1).input(x, 4).run().longs()).containsExactly(1);
    assertThat(OpTest.op("ArgMin", 1).input(x, 4).run().longs()).containsExactly(1);
  }

  @Test
  void takesZerosOfBothSignsForEqual() {
    float[] x = {-0f, 0f, -1f};

    assertThat(OpTest.op("ArgMax", 13).input(x, 3).run().longs()).containsExactly(0);
  }

  @Test
  void comparesAllTypes() {
    Tensor bytes = Tensor.of(ElementType.UINT8, new byte[] {1, -1, 127}, 3);
    Tensor longs = Tensor.of(ElementType.UINT64, new long[] {1, -1, Long.MAX_VALUE}, 3);
    Tensor shorts = Tensor.of(ElementType.INT16, new short[] {1, -1, 127}, 3);
    Tensor doubles = Tensor.of(new double[] {-2, -1e300, -1}, 3);
    Tensor halves = Tensor.of(ElementType.FLOAT16, new short[] {0x3C00, (short) 0xC000, 0}, 3);

    assertThat(OpTest.op("ArgMax", 13).input(bytes).run().longs()).containsExactly(1);
    assertThat(OpTest.op("ArgMax", 13).input(longs).run().longs()).containsExactly(1);
    assertThat(OpTest.op("ArgMin", 13).input(longs).run().longs()).containsExactly(0);
    assertThat(OpTest.op("ArgMax", 13).input(shorts).run().longs()).containsExactly(2);
    assertThat(OpTest.op("ArgMax", 13).input(doubles).run().longs()).containsExactly(2);
    assertThat(OpTest.op("ArgMin", 13).input(doubles).run().longs()).containsExactly(1);
    assertThat(OpTest.op("ArgMin", 13).input(halves).run().longs()).containsExactly(1);
  }

  @Test
  void searchesLongRowsAndManyColumns() {
    float[] x = new float[3 * 1200];
    x[1100] = 2;
    x[1200 + 700] = 1;
    x[2400 + 700] = 3;

    Tensor rows = OpTest.op("ArgMax", 13).attribute("axis", 1).input(x, 3, 1200).run();
    assertThat(rows.longs()).containsExactly(1100, 700, 700);
    Tensor columns = OpTest.op("ArgMax", 13).input(x, 3, 1200).run();
    assertThat(columns.longs()[700]).isEqualTo(2);
    assertThat(columns.longs()[1100]).isZero();
  }

  @Test
  void refusesAnEmptyAxis() {
    assertThat(OpTest.op("ArgMax", 13).attribute("axis", 1).input(new float[0], 2, 0).failure())
        .hasMessageContaining("has no elements along axis 1");
    assertThat(OpTest.op("ArgMax", 13).attribute("axis", 1).input(new float[0], 0, 2).run().shape())
        .containsExactly(0, 1);
    assertThat(OpTest.op("ArgMax", 13).attribute("axis", 3).input(X, 2, 3).failure())
        .hasMessageContaining("axis 3 is out of range for rank 2");
  }
}
