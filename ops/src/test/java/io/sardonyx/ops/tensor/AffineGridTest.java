package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class AffineGridTest {

  private static final float[] THETA = {1, 0, 0.5f, 0, 2, 0};

  @Test
  void putsPlacesAtPixelCentres() {
    Tensor y =
        OpTest.op("AffineGrid", 20).input(THETA, 1, 2, 3).input(new long[] {1, 1, 2, 3}, 4).run();

    float left = 0.5f - 2 / 3f;
    float right = 0.5f + 2 / 3f;
    Tensor expected =
        Tensor.of(
            new float[] {left, -1, 0.5f, -1, right, -1, left, 1, 0.5f, 1, right, 1}, 1, 2, 3, 2);
    assertThat(y.shape()).containsExactly(1, 2, 3, 2);
    Tensors.assertClose(y, expected, 1e-6, "grid");
  }

  @Test
  void alignsCorners() {
    Tensor y =
        OpTest.op("AffineGrid", 20)
            .attribute("align_corners", 1)
            .input(THETA, 1, 2, 3)
            .input(new long[] {1, 1, 2, 3}, 4)
            .run();

    assertThat(y.floats())
        .containsExactly(-0.5f, -2, 0.5f, -2, 1.5f, -2, -0.5f, 2, 0.5f, 2, 1.5f, 2);
  }

  @Test
  void fillsVolumes() {
    Tensor y =
        OpTest.op("AffineGrid", 20)
            .attribute("align_corners", 1)
            .input(Tensor.of(new double[] {0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 5}, 1, 3, 4))
            .input(new long[] {1, 1, 2, 1, 2}, 5)
            .run();

    // Rows of theta give z, y and x + 5; the single row of pixels is in the middle.
    assertThat(y.doubles()).containsExactly(-1, 0, 4, -1, 0, 6, 1, 0, 4, 1, 0, 6);
  }

  @Test
  void refusesWrongSizes() {
    assertThat(
            OpTest.op("AffineGrid", 20)
                .input(THETA, 1, 2, 3)
                .input(new long[] {1, 1, 2}, 3)
                .failure())
        .hasMessageContaining("expected 4 or 5");
    assertThat(
            OpTest.op("AffineGrid", 20)
                .input(THETA, 1, 2, 3)
                .input(new long[] {2, 1, 2, 2}, 4)
                .failure())
        .hasMessageContaining("theta has shape [1,2,3]; expected [2,2,3]");
  }
}
