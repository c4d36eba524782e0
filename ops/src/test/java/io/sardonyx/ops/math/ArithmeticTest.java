package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {

  private static Tensor typed(ElementType type, int... values) {
    Object array = type.storage().allocate(values.length);
    var access = io.sardonyx.ops.family.NumberAccess.of(type);
    for (int i = 0; i < values.length; i++) {
      access.setLong(array, i, values[i]);
    }
    return Tensor.of(type, array, values.length);
  }

  @ParameterizedTest
  @CsvSource({"Add, 10, 2", "Sub, 4, -8", "Mul, 21, -15", "Div, 2, 0"})
  void computesEveryNumericType(String name, int first, int second) {
    for (ElementType type :
        new ElementType[] {
          ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16, ElementType.BFLOAT16,
          ElementType.INT8, ElementType.INT16, ElementType.INT32, ElementType.INT64
        }) {
      if (type.isFloat() && name.equals("Div")) {
        continue;
      }
      Tensor y = OpTest.op(name, 14).input(typed(type, 7, -3)).input(typed(type, 3, 5)).run();
      assertThat(y.contentEquals(typed(type, first, second))).as("%s: %s", type, y).isTrue();
    }
  }

  @Test
  void integersWrapAtTheirWidth() {
    assertThat(
            OpTest.op("Add", 14)
                .input(typed(ElementType.UINT8, 250))
                .input(typed(ElementType.UINT8, 10))
                .run()
                .bytes())
        .containsExactly(4);
    assertThat(
            OpTest.op("Mul", 14)
                .input(typed(ElementType.INT16, 300))
                .input(typed(ElementType.INT16, 300))
                .run()
                .shorts())
        .containsExactly((short) 90_000);
    assertThat(
            OpTest.op("Add", 7)
                .input(Tensor.of(new int[] {Integer.MAX_VALUE}, 1))
                .input(Tensor.of(new int[] {1}, 1))
                .run()
                .ints())
        .containsExactly(Integer.MIN_VALUE);
    assertThat(
            OpTest.op("Mul", 7)
                .input(Tensor.of(new long[] {Long.MAX_VALUE}, 1))
                .input(Tensor.of(new long[] {2}, 1))
                .run()
                .longs())
        .containsExactly(-2);
  }

  @Test
  void divisionOfIntegersTruncatesAndOfUnsignedOnesHasNoSign() {
    assertThat(
            OpTest.op("Div", 14)
                .input(Tensor.of(new int[] {-7, 7, Integer.MIN_VALUE}, 3))
                .input(Tensor.of(new int[] {2, -2, -1}, 3))
                .run()
                .ints())
        .containsExactly(-3, -3, Integer.MIN_VALUE);
    assertThat(
            OpTest.op("Div", 14)
                .input(typed(ElementType.UINT8, 200))
                .input(typed(ElementType.UINT8, 3))
                .run()
                .bytes())
        .containsExactly(66);
    assertThat(
            OpTest.op("Div", 14)
                .input(typed(ElementType.UINT32, -1))
                .input(typed(ElementType.UINT32, 2))
                .run()
                .ints())
        .containsExactly(Integer.MAX_VALUE);
    assertThat(
            OpTest.op("Div", 14)
                .input(typed(ElementType.UINT64, -1))
                .input(typed(ElementType.UINT64, 2))
                .run()
                .longs())
        .containsExactly(Long.MAX_VALUE);
  }

  @Test
  void divisionByZeroNamesTheNode() {
    for (ElementType type :
        new ElementType[] {ElementType.INT32, ElementType.INT64, ElementType.UINT8}) {
      assertThat(OpTest.op("Div", 14).input(typed(type, 1, 2)).input(typed(type, 1, 0)).failure())
          .hasMessageContaining("node 'tested' (Div-14)")
          .hasMessageContaining("by zero");
    }
    assertThat(
            OpTest.op("Div", 14)
                .input(new float[] {1, -1, 0}, 3)
                .input(new float[] {0, 0, 0}, 3)
                .run()
                .floats())
        .containsExactly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN);
  }

  @ParameterizedTest
  @CsvSource({
    "2x3x4, 2x3x4",
    "2x3x4, 4",
    "2x3x4, 3x1",
    "3x1, 2x3x4",
    "2x1x4, 3x1",
    "1, 5x7",
    "5x7, 1x1",
    "40x50, 40x1",
    "40x50, 50",
    "3x4x50, 3x1x50",
    "3x40x50, 40x1",
    "6x1x5, 1x4x1",
    "2x3x2, 3x2",
    "0x3, 3",
    "1x0, 5x1",
    "70x3, 70x1",
    "3000x2, 3000x1",
    "50x60x2, 60x1",
    "4x1x3x1, 1x5x1x6"
  })
  void broadcastsLikeNumpy(String left, String right) {
    long[] a = shape(left);
    long[] b = shape(right);
    Tensor x = Tensors.ramp(a);
    Tensor y = Tensors.random(9, b);

    Tensor z = OpTest.op("Sub", 14).input(x).input(y).run();

    int rank = Math.max(a.length, b.length);
    long[] out = new long[rank];
    for (int d = 0; d < rank; d++) {
      long p = at(a, rank, d);
      long q = at(b, rank, d);
      out[d] = p == 1 ? q : p;
    }
    assertThat(z.shape()).containsExactly(out);
    float[] got = z.floats();
    for (int i = 0; i < got.length; i++) {
      float expected = x.floats()[index(i, out, a)] - y.floats()[index(i, out, b)];
      assertThat(got[i]).isEqualTo(expected);
    }
    // The same for a type that is converted, and one without vector kernels of its own.
    long[] longs = new long[got.length];
    Tensor sum = OpTest.op("Add", 14).input(rounded(x)).input(rounded(y)).run();
    for (int i = 0; i < longs.length; i++) {
      longs[i] = (long) x.floats()[index(i, out, a)] + (long) y.floats()[index(i, out, b)];
    }
    assertThat(sum.longs()).containsExactly(longs);
  }

  private static Tensor rounded(Tensor x) {
    long[] longs = new long[x.floats().length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = (long) x.floats()[i];
    }
    return Tensor.of(longs, x.shape());
  }

  @Test
  void broadcastsConvertedTypes() {
    Tensor column = Tensor.of(ElementType.UINT8, new byte[] {10, 20, 30}, 3, 1);
    Tensor row = Tensor.of(ElementType.UINT8, new byte[] {1, 2}, 2);
    assertThat(OpTest.op("Add", 14).input(column).input(row).run().bytes())
        .containsExactly(11, 12, 21, 22, 31, 32);
    Tensor one = Tensor.of(ElementType.UINT8, new byte[] {100});
    assertThat(OpTest.op("Sub", 14).input(one).input(column).run().bytes())
        .containsExactly(90, 80, 70);
  }

  private static long at(long[] dims, int rank, int d) {
    int own = d - rank + dims.length;
    return own < 0 ? 1 : dims[own];
  }

  private static int index(int element, long[] out, long[] dims) {
    int index = 0;
    int stride = 1;
    int rest = element;
    for (int d = out.length - 1; d >= 0; d--) {
      int position = (int) (rest % out[d]);
      rest /= (int) out[d];
      long size = at(dims, out.length, d);
      index += size == 1 ? 0 : position * stride;
      stride *= (int) size;
    }
    return index;
  }

  private static long[] shape(String text) {
    return java.util.Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void cutsLongBroadcastsIntoTasks() {
    Tensor x = Tensors.ramp(300, 300);
    float[] z = OpTest.op("Add", 14).input(x).input(Tensors.ramp(300)).run().floats();
    assertThat(z[89_999]).isEqualTo(89_999 + 299);
    assertThat(z[32_768]).isEqualTo(32_768 + 32_768 % 300);
    float[] small =
        OpTest.op("Add", 14).input(Tensors.ramp(20_000, 3)).input(Tensors.ramp(3)).run().floats();
    assertThat(small[59_998]).isEqualTo(59_998 + 1);
    assertThat(small[2047]).isEqualTo(2047 + 2047 % 3);
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThat(OpTest.op("Add", 14).input(Tensors.ramp(2, 3)).input(Tensors.ramp(2)).failure())
        .hasMessageContaining("node 'tested' (Add-14)")
        .hasMessageContaining("[2]")
        .hasMessageContaining("[2,3]");
  }

  @Test
  void broadcastsOnlyTheSecondInputBeforeVersion7() {
    float[] x = new float[12];
    OpTest suffix = OpTest.op("Add", 6).attribute("broadcast", 1);
    assertThat(suffix.input(x, 2, 2, 3).input(new float[] {1, 2, 3}, 3).run().floats())
        .containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3);
    OpTest middle = OpTest.op("Add", 1).attribute("broadcast", 1).attribute("axis", 1);
    assertThat(middle.input(x, 2, 2, 3).input(new float[] {1, 2}, 2).run().floats())
        .containsExactly(1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2);
    OpTest front = OpTest.op("Add", 6).attribute("broadcast", 1).attribute("axis", 0);
    assertThat(front.input(x, 2, 2, 3).input(new float[] {1, 2, 3, 4}, 2, 2).run().floats())
        .containsExactly(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4);
    OpTest scalar = OpTest.op("Mul", 6).attribute("broadcast", 1);
    assertThat(scalar.input(new float[] {1, 2}, 1, 2).input(new float[] {3}, 1, 1).run().floats())
        .containsExactly(3, 6);
  }

  @Test
  void oldVersionsRefuseOtherShapes() {
    assertThat(OpTest.op("Add", 6).input(Tensors.ramp(2, 3)).input(Tensors.ramp(3)).failure())
        .hasMessageContaining("input 1 has shape [3]");
    assertThat(
            OpTest.op("Add", 6)
                .attribute("broadcast", 1)
                .attribute("axis", 1)
                .input(Tensors.ramp(2, 3))
                .input(Tensors.ramp(2))
                .failure())
        .hasMessageContaining("input 1 has shape [2]");
    assertThat(
            OpTest.op("Add", 6)
                .attribute("broadcast", 1)
                .attribute("axis", 5)
                .input(Tensors.ramp(2, 3))
                .input(Tensors.ramp(3))
                .failure())
        .hasMessageContaining("axis 5");
  }
}
