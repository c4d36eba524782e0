package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.kernels.Kernels;
import io.sardonyx.ops.tensor.ResizeCoordinates.Axis;
import org.junit.jupiter.api.Test;

class ResizePlaneTest {

  /** Pixels of two numbers, three apart in the input and four apart in the output. */
  @Test
  void leavesAloneWhatLiesBetweenPixels() {
    ResizeFilter filter =
        new ResizeFilter(
            ResizeFilter.Mode.LINEAR,
            ResizeCoordinates.ALIGN_CORNERS,
            ResizeFilter.Rounding.FLOOR,
            0,
            false,
            false);
    ResizeAxis axis = filter.table(new Axis(2, 3, 1.5, 3, 0, 1));
    float gap = Float.NaN;
    float[] x = {0, 10, gap, 2, 12, gap, 4, 14, gap, 6, 16, gap};
    float[] y = new float[3 * 3 * 4];
    java.util.Arrays.fill(y, -1);
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      ResizePlane plane =
          new ResizePlane(
              kernels.resample(),
              axis,
              axis,
              axis.floatWeights(),
              axis.floatWeights(),
              axis.offsets(3),
              2,
              3,
              4);

      plane.rows(x, 0, y, 0, 0, 3, new float[12], new int[4]);

      for (int p = 0; p < 9; p++) {
        float expected = p % 3 + 2 * (p / 3);
        assertThat(y[4 * p]).isEqualTo(expected);
        assertThat(y[4 * p + 1]).isEqualTo(expected + 10);
        assertThat(y[4 * p + 2]).isEqualTo(-1);
        assertThat(y[4 * p + 3]).isEqualTo(-1);
      }
    }
  }
}
