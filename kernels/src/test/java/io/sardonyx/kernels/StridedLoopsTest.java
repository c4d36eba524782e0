package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StridedLoopsTest {

  static Stream<Arguments> arrays() {
    return Stream.of(
        Arguments.of((Object) new float[400]),
        Arguments.of((Object) new double[400]),
        Arguments.of((Object) new long[400]),
        Arguments.of((Object) new int[400]),
        Arguments.of((Object) new short[400]),
        Arguments.of((Object) new byte[400]),
        Arguments.of((Object) new String[400]));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void copiesWithAnyStrides(Object x) {
    for (int i = 0; i < 400; i++) {
      Array.set(x, i, element(x, i));
    }
    // x start, row, column, y start, row, column, rows, columns
    int[][] cases = {
      {0, 20, 1, 0, 20, 1, 20, 20}, // one run
      {5, 20, 1, 0, 14, 1, 10, 14}, // long runs
      {5, 20, 1, 0, 3, 1, 10, 3}, // short runs
      {0, 1, 20, 0, 20, 1, 20, 20}, // transposed
      {0, 1, 20, 0, 3, 1, 20, 3}, // transposed, few columns
      {7, 20, 0, 0, 5, 1, 4, 5}, // repeated along columns
      {7, 0, 1, 0, 15, 1, 4, 15}, // repeated along rows
      {7, 0, 0, 0, 9, 1, 9, 9}, // one element
      {19, 20, -1, 0, 20, 1, 20, 20}, // reversed
      {0, 0, 1, 3, 40, 2, 3, 10}, // spread
      {0, 20, 1, 0, 20, 1, 0, 20}, // nothing
    };
    for (int[] c : cases) {
      Object y = Array.newInstance(x.getClass().getComponentType(), 400);

      StridedLoops.copy(x, c[0], c[1], c[2], y, c[3], c[4], c[5], c[6], c[7]);

      Object expected = Array.newInstance(x.getClass().getComponentType(), 400);
      for (int r = 0; r < c[6]; r++) {
        for (int k = 0; k < c[7]; k++) {
          Object moved = Array.get(x, c[0] + r * c[1] + k * c[2]);
          Array.set(expected, c[3] + r * c[4] + k * c[5], moved);
        }
      }
      assertThat(y).isEqualTo(expected);
    }
  }

  private static Object element(Object array, int i) {
    return switch (array) {
      case float[] a -> (float) i;
      case double[] a -> (double) i;
      case long[] a -> (long) i;
      case int[] a -> i;
      case short[] a -> (short) i;
      case byte[] a -> (byte) i;
      default -> "s" + i;
    };
  }

  @Test
  void copiesPackedElements() {
    byte[] x = {0x21, 0x43, 0x65};
    byte[] y = {0, (byte) 0xF0, 0};

    // Elements 1 to 6 of three rows of two, transposed, from element 1 on.
    StridedLoops.copyPacked(4, x, 0, 1, 2, y, 0, 3, 1, 2, 3);

    assertThat(y).containsExactly(0x31, 0x25, 0x64);
    byte[] quarters = new byte[1];
    StridedLoops.copyPacked(
        2, new byte[] {(byte) 0b11_10_01_00}, 3, 0, -1, quarters, 0, 0, 1, 1, 4);
    assertThat(quarters).containsExactly(0b00_01_10_11);
  }
}
