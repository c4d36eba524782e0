package io.sardonyx.ops.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class MaxRoiPoolTest {

  private static OpTest pool(long rows, long columns, float... rois) {
    return OpTest.op("MaxRoiPool", 1)
        .attribute("pooled_shape", rows, columns)
        .input(Tensors.ramp(2, 1, 4, 4))
        .input(rois, rois.length / 5, 5);
  }

  @Test
  void takesTheLargestPixels() {
    Tensor y = pool(2, 2, 0, 0, 0, 3, 3, 1, 1, 1, 2, 2).run();

    assertThat(y.shape()).containsExactly(2, 1, 2, 2);
    assertThat(y.floats()).containsExactly(5, 7, 13, 15, 21, 22, 25, 26);
  }

  @Test
  void roundsScaledCornersAndOverlapsBins() {
    // Corners 0.5 and 2.4 become 1 and 2; three bins share two pixels.
    Tensor y = pool(1, 3, 0, 1, 0, 4.8f, 0).attribute("spatial_scale", 0.5f).run();

    assertThat(y.floats()).containsExactly(1, 2, 2);
  }

  @Test
  void givesZeroOutside() {
    Tensor y = pool(1, 2, 0, 3, 3, 6, 6, 1, -1e30f, 0, -1e30f, 0).run();

    assertThat(y.floats()).containsExactly(15, 0, 0, 0);
  }

  @Test
  void takesDoubles() {
    Tensor y =
        OpTest.op("MaxRoiPool", 22)
            .attribute("pooled_shape", 1, 1)
            .input(Tensor.of(new double[] {-3, -2}, 1, 1, 1, 2))
            .input(Tensor.of(new double[] {0, 0, 0, 1, 0}, 1, 5))
            .run();

    assertThat(y.doubles()).containsExactly(-2);
  }

  @Test
  void refusesWrongRegions() {
    assertThat(pool(1, 1, 2, 0, 0, 1, 1).failure())
        .hasMessageContaining("index 2 is out of range [0, 1]");
    assertThat(pool(0, 1, 0, 0, 0, 1, 1).failure())
        .hasMessageContaining("attribute 'pooled_shape' is [0, 1]");
  }
}
