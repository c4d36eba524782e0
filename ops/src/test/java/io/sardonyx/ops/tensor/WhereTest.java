package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class WhereTest {

  private static final Tensor CONDITION = Tensor.of(new boolean[] {true, false, true, true}, 2, 2);

  @Test
  void selectsAndBroadcasts() {
    assertThat(
            OpTest.op("Where", 9)
                .input(CONDITION)
                .input(new float[] {1, 2, 3, 4}, 2, 2)
                .input(new float[] {9}, 1)
                .run()
                .floats())
        .containsExactly(1, 9, 3, 4);
    Tensor y =
        OpTest.op("Where", 16)
            .input(Tensor.of(new boolean[] {true, false}, 2, 1))
            .input(new long[] {1, 2, 3}, 3)
            .input(new long[] {-1}, 1, 1, 1)
            .run();
    assertThat(y.shape()).containsExactly(1, 2, 3);
    assertThat(y.longs()).containsExactly(1, 2, 3, -1, -1, -1);
  }

  @Test
  void selectsByLongRows() {
    boolean[] condition = new boolean[3 * 50];
    for (int i = 0; i < condition.length; i++) {
      condition[i] = i % 7 == 0;
    }
    float[] y =
        OpTest.op("Where", 16)
            .input(Tensor.of(condition, 1, 3, 50))
            .input(Tensor.scalar(-1f))
            .input(Tensors.ramp(4, 1, 50))
            .run()
            .floats();
    for (int i = 0; i < y.length; i++) {
      int row = i / 150;
      assertThat(y[i]).isEqualTo(i % 150 % 7 == 0 ? -1 : row * 50 + i % 50);
    }
  }

  @Test
  void selectsEveryKindOfElement() {
    assertThat(
            OpTest.op("Where", 9)
                .input(CONDITION)
                .input(Tensor.of(new String[] {"a"}, 1))
                .input(Tensor.of(new String[] {"x", "y"}, 2))
                .run()
                .strings())
        .containsExactly("a", "y", "a", "a");
    assertThat(
            OpTest.op("Where", 9)
                .input(CONDITION)
                .input(Tensor.of(ElementType.INT8, new byte[] {1, 2, 3, 4}, 2, 2))
                .input(Tensor.of(ElementType.INT8, new byte[] {7}, 1))
                .run()
                .bytes())
        .containsExactly(1, 7, 3, 4);
    assertThat(
            OpTest.op("Where", 16)
                .input(CONDITION)
                .input(Tensor.of(ElementType.COMPLEX64, new float[] {1, 2, 3, 4}, 1, 2))
                .input(Tensor.of(ElementType.COMPLEX64, new float[] {8, 9}, 1, 1))
                .run()
                .floats())
        .containsExactly(1, 2, 8, 9, 1, 2, 3, 4);
    assertThat(
            OpTest.op("Where", 16)
                .input(CONDITION)
                .input(Tensors.float16(1, 2))
                .input(Tensors.float16(3, 4))
                .run()
                .shorts())
        .containsExactly(Tensor.of(ElementType.FLOAT16, half(1, 4, 1, 2), 4).shorts());
    assertThat(
            OpTest.op("Where", 16)
                .input(CONDITION)
                .input(Tensor.of(new double[] {1, 2}, 2))
                .input(Tensor.of(new double[] {3, 4}, 2))
                .run()
                .doubles())
        .containsExactly(1, 4, 1, 2);
  }

  private static short[] half(float... values) {
    return Tensors.float16(values).shorts();
  }

  @Test
  void acceptsEmptyTensors() {
    Tensor y =
        OpTest.op("Where", 16)
            .input(Tensor.of(new boolean[0], 0))
            .input(Tensors.ramp(3, 1))
            .input(Tensors.ramp(1))
            .run();
    assertThat(y.shape()).containsExactly(3, 0);
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThat(
            OpTest.op("Where", 16)
                .input(CONDITION)
                .input(Tensors.ramp(2))
                .input(Tensors.ramp(3))
                .failure())
        .hasMessageContaining("input 2 of shape [3]");
  }
}
