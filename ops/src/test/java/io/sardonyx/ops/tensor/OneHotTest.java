package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class OneHotTest {

  @Test
  void addsAnAxisAtTheEnd() {
    Tensor y =
        OpTest.op("OneHot", 11)
            .input(new long[] {1, -1, 5}, 3)
            .input(Tensor.scalar(3L))
            .input(new float[] {-1, 7}, 2)
            .run();

    assertThat(y.shape()).containsExactly(3, 3);
    assertThat(y.floats()).containsExactly(-1, 7, -1, -1, -1, 7, -1, -1, -1);
  }

  @Test
  void ignoresNegativeIndicesBeforeVersionEleven() {
    Tensor y =
        OpTest.op("OneHot", 9)
            .input(new long[] {-1}, 1)
            .input(new long[] {2}, 1)
            .input(new long[] {0, 1}, 2)
            .run();

    assertThat(y.longs()).containsExactly(0, 0);
  }

  @Test
  void addsAnAxisInFront() {
    Tensor y =
        OpTest.op("OneHot", 11)
            .attribute("axis", 0)
            .input(Tensor.of(new float[] {1.9f, 0}, 2))
            .input(Tensor.of(new float[] {2.5f}, 1))
            .input(Tensor.of(new String[] {"off", "on"}, 2))
            .run();

    assertThat(y.shape()).containsExactly(2, 2);
    assertThat(y.strings()).containsExactly("off", "on", "on", "off");
  }

  @Test
  void takesUnsignedAndComplexNumbers() {
    Tensor y =
        OpTest.op("OneHot", 11)
            .input(Tensor.of(ElementType.UINT64, new long[] {-1, 1}, 2))
            .input(Tensor.scalar(2))
            .input(Tensor.of(ElementType.COMPLEX64, new float[] {0, 1, 2, 3}, 2))
            .run();

    assertThat(y.floats()).containsExactly(0, 1, 0, 1, 0, 1, 2, 3);
  }

  @Test
  void handlesManyIndices() {
    int n = 9000;
    long[] indices = new long[n];
    for (int i = 0; i < n; i++) {
      indices[i] = i % 5;
    }

    Tensor y =
        OpTest.op("OneHot", 11)
            .attribute("axis", 1)
            .input(indices, 3, n / 3)
            .input(Tensor.scalar(5L))
            .input(new long[] {0, 1}, 2)
            .run();

    assertThat(y.shape()).containsExactly(3, 5, n / 3);
    for (int o = 0; o < 3; o++) {
      for (int i = 0; i < n / 3; i++) {
        long expected = indices[o * n / 3 + i] == 2 ? 1 : 0;
        assertThat(y.longs()[(o * 5 + 2) * n / 3 + i]).isEqualTo(expected);
      }
    }
  }

  @Test
  void admitsDepthZeroAndScalars() {
    Tensor empty =
        OpTest.op("OneHot", 11)
            .input(new long[] {0, 1}, 2)
            .input(Tensor.scalar(0L))
            .input(new long[] {0, 1}, 2)
            .run();
    Tensor vector =
        OpTest.op("OneHot", 11)
            .input(Tensor.scalar(1L))
            .input(Tensor.scalar(2L))
            .input(new long[] {0, 1}, 2)
            .run();

    assertThat(empty.shape()).containsExactly(2, 0);
    assertThat(vector.longs()).containsExactly(0, 1);
  }

  @Test
  void refusesWrongDepthsAndValues() {
    assertThat(
            OpTest.op("OneHot", 11)
                .input(new long[] {0}, 1)
                .input(Tensor.scalar(-1L))
                .input(new long[] {0, 1}, 2)
                .failure())
        .hasMessageContaining("the depth is -1");
    assertThat(
            OpTest.op("OneHot", 11)
                .input(new long[] {0}, 1)
                .input(Tensor.scalar(2L))
                .input(new long[] {0, 1, 2}, 3)
                .failure())
        .hasMessageContaining("the values have shape [3]");
  }
}
