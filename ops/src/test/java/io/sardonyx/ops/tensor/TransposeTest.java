package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransposeTest {

  @Test
  void reversesByDefault() {
    Tensor y = OpTest.op("Transpose", 13).input(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).run();

    assertThat(y.shape()).containsExactly(3, 2);
    assertThat(y.floats()).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @ParameterizedTest
  @CsvSource({
    "3 1 2, 2 0 1", // unit dimensions move: a view
    "5 70 90, 0 2 1", // matrices
    "300 5 33, 1 0 2", // runs move
    "17 6 19, 2 1 0",
    "2 3 4 5, 3 1 0 2",
    "40 1 64 3, 0 3 1 2", // channels first
    "2 3 50 70, 0 2 3 1", // channels last
    "2 3 4 5 6, 4 0 3 1 2",
    "2 0 3, 1 2 0",
    "700 400, 1 0"
  })
  void movesEveryElement(String sizes, String axes) {
    long[] in = longs(sizes);
    long[] perm = longs(axes);
    Tensor x = Tensors.ramp(in);

    Tensor y = OpTest.op("Transpose", 13).attribute("perm", perm).input(x).run();

    float[] expected = new float[(int) x.size()];
    long[] strides = new long[in.length];
    long stride = 1;
    for (int d = in.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= in[d];
    }
    for (int i = 0; i < expected.length; i++) {
      long rest = i;
      long from = 0;
      for (int d = perm.length - 1; d >= 0; d--) {
        long size = in[(int) perm[d]];
        from += rest % size * strides[(int) perm[d]];
        rest /= size;
      }
      expected[i] = x.floats()[(int) from];
    }
    assertThat(Shape.elements(y.shape())).isEqualTo(expected.length);
    assertThat(y.floats()).isEqualTo(expected);
  }

  private static long[] longs(String text) {
    return java.util.Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void movesElementsOfAnyWidth() {
    Tensor strings = Tensor.of(new String[] {"a", "b", "c", "d", "e", "f"}, 2, 3);
    Tensor complex = Tensor.of(ElementType.COMPLEX64, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2);
    Tensor nibbles = Tensor.of(ElementType.INT4, new byte[] {0x21, 0x43, 0x65}, 2, 3);
    Tensor odd = Tensor.of(ElementType.UINT2, new byte[] {(byte) 0b11_10_01_00, 1}, 1, 5);

    assertThat(OpTest.op("Transpose", 25).input(strings).run().strings())
        .containsExactly("a", "d", "b", "e", "c", "f");
    assertThat(OpTest.op("Transpose", 25).input(complex).run().floats())
        .containsExactly(1, 2, 5, 6, 3, 4, 7, 8);
    assertThat(OpTest.op("Transpose", 25).input(nibbles).run().bytes())
        .containsExactly(0x41, 0x52, 0x63);
    assertThat(OpTest.op("Transpose", 25).input(odd).run().bytes())
        .containsExactly(0b11_10_01_00, 1);
  }

  @Test
  void keepsAScalar() {
    assertThat(OpTest.op("Transpose", 13).input(Tensor.scalar(7f)).run().floats())
        .containsExactly(7);
  }

  @Test
  void refusesWhatIsNoPermutation() {
    assertThat(
            OpTest.op("Transpose", 13).attribute("perm", 0, 0).input(Tensors.ramp(2, 3)).failure())
        .hasMessageContaining("axis 0 occurs twice");
    assertThat(OpTest.op("Transpose", 13).attribute("perm", 0, 1).input(Tensors.ramp(2)).failure())
        .hasMessageContaining("expected a permutation of 1 axes");
    assertThat(
            OpTest.op("Transpose", 13).attribute("perm", 0, 2).input(Tensors.ramp(2, 3)).failure())
        .hasMessageContaining("axis 2 is out of range");
  }
}
