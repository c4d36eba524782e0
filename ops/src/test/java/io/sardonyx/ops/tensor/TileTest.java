package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class TileTest {

  private static OpTest tile(Tensor x, long... repeats) {
    return OpTest.op("Tile", 13).input(x).input(repeats, repeats.length);
  }

  @Test
  void repeatsAlongEveryAxis() {
    Tensor y = tile(Tensors.ramp(2, 2), 2, 3).run();

    assertThat(y.shape()).containsExactly(4, 6);
    assertThat(y.floats())
        .containsExactly(0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3, 0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3);
  }

  @Test
  void repeatsNothing() {
    assertThat(tile(Tensors.ramp(2, 2), 0, 3).run().shape()).containsExactly(0, 6);
    assertThat(tile(Tensors.ramp(0, 2), 5, 1).run().shape()).containsExactly(0, 2);
    assertThat(tile(Tensor.scalar(3f)).run().floats()).containsExactly(3);
    assertThat(tile(Tensors.ramp(2, 2), 1, 1).run().floats()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void repeatsAlongOneAxisInVersion1() {
    Tensor y =
        OpTest.op("Tile", 1)
            .input(Tensors.ramp(2, 2))
            .input(new float[] {2}, 1)
            .input(new float[] {1}, 1)
            .run();

    assertThat(y.floats()).containsExactly(0, 1, 0, 1, 2, 3, 2, 3);
  }

  @Test
  void refusesWrongRepeats() {
    assertThat(tile(Tensors.ramp(2, 2), 2).failure()).hasMessageContaining("1 repeats; expected 2");
    assertThat(tile(Tensors.ramp(2), -1).failure()).hasMessageContaining("negative");
  }
}
