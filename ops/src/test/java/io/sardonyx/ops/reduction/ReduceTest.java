package io.sardonyx.ops.reduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReduceTest {

  private static final float[] X = {1, -2, 3, -4, 5, -6};

  @ParameterizedTest
  @CsvSource({
    "ReduceSum, -1, -1, -1",
    "ReduceMean, -0.5, -0.5, -0.5",
    "ReduceMax, 1, 3, 5",
    "ReduceMin, -2, -4, -6",
    "ReduceProd, -2, -12, -30",
    "ReduceL1, 3, 7, 11",
    "ReduceL2, 2.236068, 5, 7.8102497",
    "ReduceSumSquare, 5, 25, 61"
  })
  void reducesTheMiddleAxis(String op, float a, float b, float c) {
    Tensor y =
        OpTest.op(op, 11)
            .attribute("axes", new long[] {1})
            .attribute("keepdims", 0)
            .input(new float[] {1, 3, 5, -2, -4, -6}, 1, 2, 3)
            .run();

    assertThat(y.shape()).containsExactly(1, 3);
    assertThat(y.floats()).containsExactly(new float[] {a, b, c}, within(1e-5f));
  }

  @Test
  void takesLogarithms() {
    Tensor sum =
        OpTest.op("ReduceLogSum", 18)
            .input(new float[] {1, 2, 3, 4}, 2, 2)
            .input(new long[] {-1}, 1)
            .run();
    assertThat(sum.shape()).containsExactly(2, 1);
    assertThat(sum.floats())
        .containsExactly(new float[] {(float) Math.log(3), (float) Math.log(7)}, within(1e-6f));

    Tensor exp =
        OpTest.op("ReduceLogSumExp", 18)
            .input(new float[] {1000, 1000, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY}, 2, 2)
            .input(new long[] {1}, 1)
            .run();
    assertThat(exp.floats()[0]).isCloseTo(1000 + (float) Math.log(2), within(1e-3f));
    assertThat(exp.floats()[1]).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void reducesSeveralAxesThatAreNoNeighbours() {
    Tensor y =
        OpTest.op("ReduceSum", 13)
            .attribute("keepdims", 0)
            .input(Tensors.ramp(2, 3, 4, 5))
            .input(new long[] {0, -2}, 2)
            .run();

    float[] expected = new float[15];
    for (int i = 0; i < 120; i++) {
      expected[i / 20 % 3 * 5 + i % 5] += i;
    }
    assertThat(y.shape()).containsExactly(3, 5);
    assertThat(y.floats()).containsExactly(expected);
  }

  @Test
  void reducesAllAxesByDefault() {
    Tensor y = OpTest.op("ReduceSum", 13).input(X, 2, 3).run();

    assertThat(y.shape()).containsExactly(1, 1);
    assertThat(y.floats()).containsExactly(-3);
    assertThat(OpTest.op("ReduceMax", 11).attribute("keepdims", 0).input(X, 2, 3).run().shape())
        .isEmpty();
  }

  @Test
  void leavesTheElementWisePartIfAxesAreEmpty() {
    Tensor sum =
        OpTest.op("ReduceSum", 13)
            .attribute("noop_with_empty_axes", 1)
            .attribute("keepdims", 0)
            .input(X, 2, 3)
            .input(new long[0], 0)
            .run();
    assertThat(sum.shape()).containsExactly(2, 3);
    assertThat(sum.floats()).containsExactly(X);

    Tensor square =
        OpTest.op("ReduceSumSquare", 18).attribute("noop_with_empty_axes", 1).input(X, 2, 3).run();
    assertThat(square.floats()).containsExactly(1, 4, 9, 16, 25, 36);
  }

  @Test
  void reducesAScalar() {
    Tensor y = OpTest.op("ReduceL1", 18).input(Tensor.of(new float[] {-3})).run();

    assertThat(y.shape()).isEmpty();
    assertThat(y.floats()).containsExactly(3);
  }

  @ParameterizedTest
  @CsvSource({
    "ReduceSum, 0", "ReduceProd, 1", "ReduceMax, -Infinity", "ReduceMin, Infinity",
    "ReduceMean, NaN", "ReduceL1, 0", "ReduceL2, 0", "ReduceLogSum, -Infinity",
    "ReduceLogSumExp, -Infinity", "ReduceSumSquare, 0"
  })
  void givesNeutralValuesForEmptySets(String op, float expected) {
    Tensor y = OpTest.op(op, 20).input(new float[0], 2, 0, 3).input(new long[] {1}, 1).run();

    assertThat(y.shape()).containsExactly(2, 1, 3);
    assertThat(y.floats()).containsOnly(expected);
  }

  @Test
  void givesBoundsForEmptySetsOfIntegers() {
    Tensor ints = Tensor.of(new int[0], 0);
    assertThat(OpTest.op("ReduceMax", 18).input(ints).run().ints()).containsExactly(1 << 31);
    assertThat(OpTest.op("ReduceMin", 18).input(ints).run().ints())
        .containsExactly(Integer.MAX_VALUE);
    Tensor bytes = Tensor.of(ElementType.UINT8, new byte[0], 0);
    assertThat(OpTest.op("ReduceMax", 18).input(bytes).run().bytes()).containsExactly(0);
    assertThat(OpTest.op("ReduceMin", 18).input(bytes).run().bytes()).containsExactly(-1);
    Tensor bools = Tensor.of(ElementType.BOOL, new byte[0], 0);
    assertThat(OpTest.op("ReduceMin", 20).input(bools).run().bytes()).containsExactly(1);
  }

  @Test
  void givesNothingIfAKeptDimensionIsEmpty() {
    Tensor y = OpTest.op("ReduceSum", 13).input(new float[0], 0, 3).input(new long[] {1}, 1).run();

    assertThat(y.shape()).containsExactly(0, 1);
  }

  @Test
  void wrapsIntegersAround() {
    Tensor ints = Tensor.of(new int[] {Integer.MAX_VALUE, 2}, 2);
    assertThat(OpTest.op("ReduceSum", 13).input(ints).run().ints())
        .containsExactly(Integer.MIN_VALUE + 1);
    assertThat(OpTest.op("ReduceMean", 18).input(ints).run().ints()).containsExactly(1 << 30);
    Tensor longs = Tensor.of(new long[] {-7, 2}, 2);
    assertThat(OpTest.op("ReduceMean", 18).input(longs).run().longs()).containsExactly(-2);
  }

  @Test
  void treatsUnsignedIntegersAsSuch() {
    Tensor longs = Tensor.of(ElementType.UINT64, new long[] {-1, 5, Long.MAX_VALUE}, 3);
    assertThat(OpTest.op("ReduceMax", 18).input(longs).run().longs()).containsExactly(-1);
    assertThat(OpTest.op("ReduceMin", 18).input(longs).run().longs()).containsExactly(5);
    Tensor one = Tensor.of(ElementType.UINT64, new long[] {-1}, 1);
    assertThat(OpTest.op("ReduceL1", 18).input(one).run().longs()).containsExactly(-1);
    assertThat(OpTest.op("ReduceMean", 18).input(one).run().longs()).containsExactly(-1);
    Tensor ints = Tensor.of(ElementType.UINT32, new int[] {-1, 5}, 2);
    assertThat(OpTest.op("ReduceMax", 18).input(ints).run().ints()).containsExactly(-1);
    Tensor bytes = Tensor.of(ElementType.UINT8, new byte[] {-1, 5}, 2);
    assertThat(OpTest.op("ReduceMax", 18).input(bytes).run().bytes()).containsExactly(-1);
  }

  @Test
  void ordersFalseBeforeTrue() {
    Tensor x = Tensor.of(ElementType.BOOL, new byte[] {0, 1, 0, 0}, 2, 2);
    Tensor axes = Tensor.of(new long[] {1}, 1);

    assertThat(OpTest.op("ReduceMax", 20).input(x).input(axes).run().bytes()).containsExactly(1, 0);
    assertThat(OpTest.op("ReduceMin", 20).input(x).input(axes).run().bytes()).containsExactly(0, 0);
  }

  @Test
  void computesHalvesAsFloats() {
    short[] halves = new short[3000];
    Arrays.fill(halves, Float.floatToFloat16(1f));
    Tensor x = Tensor.of(ElementType.FLOAT16, halves, 3, 1000);

    Tensor rows = OpTest.op("ReduceSum", 13).input(x).input(new long[] {1}, 1).run();
    assertThat(rows.shorts()).containsOnly(Float.floatToFloat16(1000f));
    Tensor columns = OpTest.op("ReduceSum", 13).input(x).input(new long[] {0}, 1).run();
    assertThat(columns.shorts()).containsOnly(Float.floatToFloat16(3f));
  }

  @Test
  void computesDoubles() {
    Tensor x = Tensor.of(new double[] {1e-300, 1e300, -1e300}, 3);

    assertThat(OpTest.op("ReduceL2", 18).input(Tensor.of(new double[] {3, 4}, 2)).run().doubles())
        .containsExactly(5);
    assertThat(OpTest.op("ReduceMax", 18).input(x).run().doubles()).containsExactly(1e300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReduceMax", "ReduceMin", "ReduceSum"})
  void propagatesNan(String op) {
    float[] x = new float[50];
    x[37] = Float.NaN;

    assertThat(OpTest.op(op, 13).input(x, 50).run().floats()).containsExactly(Float.NaN);
  }

  @Test
  void addsLongRowsAndColumnsInBlocks() {
    Tensor x = Tensors.ramp(2, 70_000);
    double first = 69_999.0 * 70_000 / 2;
    float[] expected = {(float) first, (float) (first + 70_000.0 * 70_000)};

    Tensor rows = OpTest.op("ReduceSum", 13).input(x).input(new long[] {1}, 1).run();
    assertThat(rows.floats()).containsExactly(expected, within(1000f));
    Tensor tall = Tensor.of(x.floats(), 70_000, 2);
    Tensor columns = OpTest.op("ReduceMax", 13).attribute("axes", new long[] {0}).input(tall).run();
    assertThat(columns.floats()).containsExactly(139_998, 139_999);
    Tensor sums = OpTest.op("ReduceSum", 11).attribute("axes", new long[] {0}).input(tall).run();
    assertThat(sums.floats()[0]).isCloseTo(70_000f * 69_999f, within(5000f));
  }

  @Test
  void refusesAxesOutOfRange() {
    assertThat(OpTest.op("ReduceSum", 13).input(X, 2, 3).input(new long[] {2}, 1).failure())
        .hasMessageContaining("node 'tested' (ReduceSum-13)")
        .hasMessageContaining("axis 2 is out of range for rank 2");
  }
}
