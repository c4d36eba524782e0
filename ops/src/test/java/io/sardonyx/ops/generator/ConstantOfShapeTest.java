package io.sardonyx.ops.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class ConstantOfShapeTest {

  private static OpTest fill(Tensor value, long... shape) {
    OpTest test = OpTest.op("ConstantOfShape", 25).input(shape, shape.length);
    return value == null ? test : test.attribute("value", value);
  }

  @Test
  void fillsTheShape() {
    assertThat(fill(null, 2, 3).run().floats()).hasSize(6).containsOnly(0);
    assertThat(fill(Tensor.of(new long[] {7}, 1), 70_000).run().longs())
        .hasSize(70_000)
        .containsOnly(7);
    assertThat(fill(Tensor.of(new boolean[] {true}, 1)).run().booleans()).containsExactly(true);
    assertThat(fill(null, 2, 0).run().shape()).containsExactly(2, 0);
    assertThat(fill(Tensor.of(ElementType.INT4, new byte[] {0x0F}, 1), 3).run().bytes())
        .containsExactly(-1, 0x0F);
  }

  @Test
  void refusesWrongShapes() {
    assertThat(fill(null, -1).failure()).hasMessageContaining("negative");
    assertThat(fill(Tensor.of(new float[2], 2), 1).failure()).hasMessageContaining("expected one");
    assertThat(OpTest.op("ConstantOfShape", 9).input(new long[] {1}, 1, 1).failure())
        .hasMessageContaining("expected a list of sizes");
  }

  @Test
  void setsADiagonal() {
    assertThat(OpTest.op("EyeLike", 9).input(Tensors.ramp(2, 3)).run().floats())
        .containsExactly(1, 0, 0, 0, 1, 0);
    assertThat(eye(2, 3, 1)).containsExactly(0, 1, 0, 0, 0, 1);
    assertThat(eye(2, 3, 2)).containsExactly(0, 0, 1, 0, 0, 0);
    assertThat(eye(2, 3, -1)).containsExactly(0, 0, 0, 1, 0, 0);
    assertThat(eye(2, 3, 3)).containsOnly(0);
    assertThat(eye(2, 3, Long.MIN_VALUE)).containsOnly(0);
    assertThat(eye(2, 3, Long.MAX_VALUE)).containsOnly(0);
    assertThat(eye(0, 3, 0)).isEmpty();
    assertThat(OpTest.op("EyeLike", 9).input(Tensors.ramp(2)).failure())
        .hasMessageContaining("expected a matrix");
  }

  private static byte[] eye(long rows, long columns, long k) {
    return OpTest.op("EyeLike", 22)
        .attribute("dtype", ElementType.BOOL.code())
        .attribute("k", k)
        .input(Tensors.ramp(rows, columns))
        .run()
        .bytes();
  }
}
