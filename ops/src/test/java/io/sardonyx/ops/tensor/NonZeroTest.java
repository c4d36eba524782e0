package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class NonZeroTest {

  @Test
  void givesOneColumnPerElement() {
    Tensor y = OpTest.op("NonZero", 13).input(new float[] {0, 2, 0, Float.NaN}, 2, 2).run();

    assertThat(y.shape()).containsExactly(2, 2);
    assertThat(y.longs()).containsExactly(0, 1, 1, 1);
  }

  @Test
  void findsNothingInZeros() {
    Tensor y = OpTest.op("NonZero", 13).input(new float[] {0, -0.0f}, 2).run();

    assertThat(y.shape()).containsExactly(1, 0);
  }
}
