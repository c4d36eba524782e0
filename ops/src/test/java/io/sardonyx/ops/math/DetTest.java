package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class DetTest {

  @Test
  void eliminatesWithPivots() {
    float[] x = {0, 2, 3, 4, 0, 1, 2, 5, 0, 3, 1, 2, 4, 1, 2, 3};

    assertThat(OpTest.op("Det", 11).input(new float[] {0, 2, 3, 4}, 2, 2).run().floats())
        .containsExactly(-6);
    assertThat(OpTest.op("Det", 11).input(new float[] {0, 0, 0, 1}, 2, 2).run().floats())
        .containsExactly(0);
    // By the first column: -4 det [[2,3,4],[1,2,5],[3,1,2]] = -4 (2(4-5) - 3(2-15) + 4(1-6)).
    assertThat(OpTest.op("Det", 11).input(x, 4, 4).tolerance(1e-6).run().floats()[0])
        .isEqualTo(-68f);
  }

  @Test
  void keepsTheOtherDimensions() {
    Tensor y = OpTest.op("Det", 22).input(new float[] {2, 3, 4}, 3, 1, 1).run();

    assertThat(y.shape()).containsExactly(3);
    assertThat(y.floats()).containsExactly(2, 3, 4);
  }

  @Test
  void givesOneForMatricesWithoutElements() {
    assertThat(OpTest.op("Det", 22).input(new float[0], 2, 0, 0).run().floats())
        .containsExactly(1, 1);
  }

  @Test
  void refusesOtherShapes() {
    assertThat(OpTest.op("Det", 11).input(new float[6], 2, 3).failure())
        .hasMessageContaining("expected square matrices");
    assertThat(OpTest.op("Det", 11).input(new float[6], 6).failure())
        .hasMessageContaining("expected at least rank 2");
  }
}
