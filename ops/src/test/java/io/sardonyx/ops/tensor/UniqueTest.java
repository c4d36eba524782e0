package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class UniqueTest {

  private static final float NAN = Float.NaN;

  @Test
  void sortsElements() {
    List<Value> y =
        OpTest.op("Unique", 11).input(new float[] {2, 1, 1, 3, 4, 3}, 2, 3).outputs(4).runAll();

    assertThat(((Tensor) y.get(0)).floats()).containsExactly(1, 2, 3, 4);
    assertThat(((Tensor) y.get(1)).longs()).containsExactly(1, 0, 3, 4);
    assertThat(((Tensor) y.get(2)).longs()).containsExactly(1, 0, 0, 2, 3, 2);
    assertThat(((Tensor) y.get(3)).longs()).containsExactly(2, 1, 2, 1);
  }

  @Test
  void keepsTheOrderOfOccurrence() {
    List<Value> y =
        OpTest.op("Unique", 11)
            .attribute("sorted", 0)
            .input(new float[] {2, 1, 1, 3, 4, 3}, 6)
            .outputs(4)
            .runAll();

    assertThat(((Tensor) y.get(0)).floats()).containsExactly(2, 1, 3, 4);
    assertThat(((Tensor) y.get(1)).longs()).containsExactly(0, 1, 3, 4);
    assertThat(((Tensor) y.get(2)).longs()).containsExactly(0, 1, 1, 2, 3, 2);
    assertThat(((Tensor) y.get(3)).longs()).containsExactly(1, 2, 2, 1);
  }

  @Test
  void findsDistinctSlices() {
    List<Value> y =
        OpTest.op("Unique", 11)
            .attribute("axis", -2)
            .input(new float[] {1, 1, 0, 1, 2, 1, 0, 1, 1, 1, 0, 1, 2, 1, 0, 1}, 2, 4, 2)
            .outputs(4)
            .runAll();

    assertThat(((Tensor) y.get(0)).shape()).containsExactly(2, 3, 2);
    assertThat(((Tensor) y.get(0)).floats()).containsExactly(0, 1, 1, 1, 2, 1, 0, 1, 1, 1, 2, 1);
    assertThat(((Tensor) y.get(1)).longs()).containsExactly(1, 0, 2);
    assertThat(((Tensor) y.get(2)).longs()).containsExactly(1, 0, 2, 0);
    assertThat(((Tensor) y.get(3)).longs()).containsExactly(2, 1, 1);
  }

  @Test
  void ordersSpecialFloats() {
    Tensor y =
        OpTest.op("Unique", 11)
            .input(
                new float[] {
                  NAN, 0, -1, Float.POSITIVE_INFINITY, -0f, NAN, Float.NEGATIVE_INFINITY
                },
                7)
            .run();

    assertThat(y.floats())
        .containsExactly(Float.NEGATIVE_INFINITY, -1, 0, Float.POSITIVE_INFINITY, NAN);
  }

  @Test
  void ordersUnsignedNumbersAndStrings() {
    Tensor numbers =
        OpTest.op("Unique", 11)
            .input(Tensor.of(ElementType.UINT64, new long[] {-1, 5, 0}, 3))
            .run();
    // U+FFFF comes before U+10000, whose UTF-16 form begins with a smaller unit.
    Tensor strings =
        OpTest.op("Unique", 11)
            .input(Tensor.of(new String[] {"\uD800\uDC00", "b", "", "\uFFFF", "ab", "b"}, 6))
            .run();

    assertThat(numbers.longs()).containsExactly(0, 5, -1);
    assertThat(strings.strings()).containsExactly("", "ab", "b", "\uFFFF", "\uD800\uDC00");
  }

  @Test
  void handlesEmptyInputsAndScalars() {
    assertThat(OpTest.op("Unique", 11).input(new float[0], 0).run().shape()).containsExactly(0);
    assertThat(OpTest.op("Unique", 11).input(Tensor.scalar(3f)).run().floats()).containsExactly(3);
    Tensor rows = OpTest.op("Unique", 11).attribute("axis", 0).input(new float[0], 3, 0).run();
    assertThat(rows.shape()).containsExactly(1, 0);
  }

  @Test
  void refusesAnAxisOutOfRange() {
    assertThat(OpTest.op("Unique", 11).attribute("axis", 1).input(new float[] {1}, 1).failure())
        .hasMessageContaining("axis 1 is out of range for rank 1");
  }
}
