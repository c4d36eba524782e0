package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class TriluTest {

  private static final Tensor X = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

  private static float[] run(long upper, long k) {
    return OpTest.op("Trilu", 14)
        .attribute("upper", upper)
        .input(X)
        .input(Tensor.scalar(k))
        .run()
        .floats();
  }

  @Test
  void keepsTheUpperTriangle() {
    assertThat(OpTest.op("Trilu", 14).input(X).run().floats()).containsExactly(1, 2, 3, 0, 5, 6);
    assertThat(run(1, 1)).containsExactly(0, 2, 3, 0, 0, 6);
    assertThat(run(1, -1)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(run(1, 3)).containsOnly(0);
  }

  @Test
  void keepsTheLowerTriangle() {
    assertThat(run(0, 0)).containsExactly(1, 0, 0, 4, 5, 0);
    assertThat(run(0, 1)).containsExactly(1, 2, 0, 4, 5, 6);
    assertThat(run(0, -2)).containsOnly(0);
  }

  @Test
  void takesDiagonalsFarOutside() {
    assertThat(run(1, Long.MIN_VALUE)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(run(1, Long.MAX_VALUE)).containsOnly(0);
    assertThat(run(0, Long.MAX_VALUE)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(run(0, Long.MIN_VALUE)).containsOnly(0);
  }

  @Test
  void takesBatchesAndOtherTypes() {
    Tensor batch = Tensor.of(new long[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
    Tensor complex =
        Tensor.of(io.sardonyx.ElementType.COMPLEX64, new float[] {1, 1, 2, 2, 3, 3, 4, 4}, 2, 2);

    assertThat(OpTest.op("Trilu", 14).input(batch).run().longs())
        .containsExactly(1, 2, 0, 4, 5, 6, 0, 8);
    assertThat(OpTest.op("Trilu", 14).input(complex).run().floats())
        .containsExactly(1, 1, 2, 2, 0, 0, 4, 4);
    assertThat(OpTest.op("Trilu", 14).input(Tensors.ramp(0, 3)).run().shape())
        .containsExactly(0, 3);
    assertThat(OpTest.op("Trilu", 14).input(Tensors.ramp(3, 0)).run().shape())
        .containsExactly(3, 0);
  }

  @Test
  void refusesVectors() {
    assertThat(OpTest.op("Trilu", 14).input(Tensors.ramp(3)).failure())
        .hasMessageContaining("expected rank 2 or more");
  }
}
