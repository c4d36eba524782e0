package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class GridSampleTest {

  /** Four places in a picture of 2 by 3 pixels 0 to 5. */
  private static final float[] PLACES = {-1, -1, 0, 0, 1.2f, 0.5f, -0.4f, -1.6f};

  private static void assertSamples(
      String mode, String padding, int alignCorners, double... expected) {
    Tensor y =
        OpTest.op("GridSample", 20)
            .attribute("mode", mode)
            .attribute("padding_mode", padding)
            .attribute("align_corners", alignCorners)
            .input(Tensors.ramp(1, 1, 2, 3))
            .input(PLACES, 1, 2, 2, 2)
            .run();

    float[] floats = new float[expected.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) expected[i];
    }
    Tensors.assertClose(
        y.reshaped(4), Tensor.of(floats, 4), 1e-6, mode + " " + padding + " " + alignCorners);
  }

  @Test
  void takesTheNearestPixelLikePyTorch() {
    assertSamples("nearest", "zeros", 0, 0, 1, 0, 0);
    assertSamples("nearest", "zeros", 1, 0, 1, 5, 1);
    assertSamples("nearest", "border", 0, 0, 1, 5, 0);
    assertSamples("nearest", "border", 1, 0, 1, 5, 1);
    assertSamples("nearest", "reflection", 0, 0, 1, 5, 0);
    assertSamples("nearest", "reflection", 1, 0, 1, 5, 1);
  }

  @Test
  void interpolatesLikePyTorch() {
    assertSamples("linear", "zeros", 0, 0, 2.5, 0.9999990, 0);
    assertSamples("linear", "zeros", 1, 0, 2.5, 3.4, 0.42);
    assertSamples("linear", "border", 0, 0, 2.5, 5, 0.4);
    assertSamples("linear", "border", 1, 0, 2.5, 4.25, 0.6);
    assertSamples("linear", "reflection", 0, 0, 2.5, 5, 0.7);
    assertSamples("linear", "reflection", 1, 0, 2.5, 4.05, 1.5);
    assertSamples("cubic", "zeros", 0, -0.1875, 2.96875, 0.9039993, -0.0191970);
    assertSamples("cubic", "zeros", 1, 0, 2.96875, 4.1619062, 0.0088209);
  }

  @Test
  void takesTheNamesOfVersionSixteen() {
    Tensor linear =
        OpTest.op("GridSample", 16)
            .input(Tensors.ramp(1, 1, 2, 3))
            .input(new float[] {0, 0}, 1, 1, 1, 2)
            .run();
    Tensor cubic =
        OpTest.op("GridSample", 16)
            .attribute("mode", "bicubic")
            .input(Tensors.ramp(1, 1, 2, 3))
            .input(new float[] {0, 0}, 1, 1, 1, 2)
            .run();

    assertThat(linear.floats()).containsExactly(2.5f);
    assertThat(cubic.floats()).containsExactly(2.96875f);
  }

  @Test
  void samplesVolumesAndLines() {
    Tensor volume =
        OpTest.op("GridSample", 20)
            .attribute("align_corners", 1)
            .input(Tensors.ramp(1, 1, 2, 2, 2))
            .input(new float[] {0, 0, 0, 0.5f, -1, 1}, 1, 1, 1, 2, 3)
            .run();
    Tensor line =
        OpTest.op("GridSample", 20)
            .attribute("align_corners", 1)
            .input(Tensors.ramp(1, 2, 3))
            .input(new float[] {-1, 0.5f}, 1, 2, 1)
            .run();

    assertThat(volume.floats()).containsExactly(3.5f, 4.75f);
    assertThat(line.floats()).containsExactly(0, 1.5f, 3, 4.5f);
  }

  @Test
  void samplesManyChannelsAndPoints() {
    int channels = 40;
    int points = 3000;
    float[] grid = new float[2 * points];
    for (int i = 0; i < points; i++) {
      grid[2 * i] = -1 + 2f * i / (points - 1);
    }
    float[] x = new float[channels * 2];
    for (int k = 0; k < channels; k++) {
      x[2 * k + 1] = k;
    }

    Tensor y =
        OpTest.op("GridSample", 20)
            .attribute("align_corners", 1)
            .input(x, 1, channels, 1, 2)
            .input(grid, 1, 1, points, 2)
            .run();

    for (int k = 0; k < channels; k += 13) {
      for (int i = 0; i < points; i += 500) {
        float expected = k * (float) i / (points - 1);
        assertThat(Math.abs(y.floats()[k * points + i] - expected)).isLessThan(1e-3f);
      }
    }
  }

  @Test
  void handlesEveryType() {
    Tensor strings =
        OpTest.op("GridSample", 20)
            .attribute("mode", "nearest")
            .input(Tensor.of(new String[] {"a", "b"}, 1, 1, 1, 2))
            .input(new float[] {-0.5f, 0, 2, 0}, 1, 1, 2, 2)
            .run();
    Tensor integers =
        OpTest.op("GridSample", 20)
            .attribute("align_corners", 1)
            .input(new long[] {0, -7}, 1, 1, 1, 2)
            .input(new float[] {0.9f, 0}, 1, 1, 1, 2)
            .run();
    Tensor complex =
        OpTest.op("GridSample", 20)
            .attribute("align_corners", 1)
            .input(Tensor.of(ElementType.COMPLEX64, new float[] {0, 2, 4, 4}, 1, 1, 1, 2))
            .input(new float[] {0, 0}, 1, 1, 1, 2)
            .run();
    Tensor doubles =
        OpTest.op("GridSample", 22)
            .attribute("align_corners", 1)
            .input(Tensor.of(new double[] {0, 1}, 1, 1, 1, 2))
            .input(Tensor.of(new double[] {0.1, 0}, 1, 1, 1, 2))
            .run();

    assertThat(strings.strings()).containsExactly("a", "");
    assertThat(integers.longs()).containsExactly(-6);
    assertThat(complex.floats()).containsExactly(2, 3);
    assertThat(doubles.doubles()[0]).isEqualTo(0.55);
  }

  @Test
  void staysInsideForPlacesThatAreNoNumbers() {
    for (String padding : new String[] {"zeros", "border", "reflection"}) {
      Tensor y =
          OpTest.op("GridSample", 20)
              .attribute("padding_mode", padding)
              .input(new float[] {3}, 1, 1, 1, 1)
              .input(new float[] {Float.NaN, 0, Float.POSITIVE_INFINITY, 0, -1e30f, 0}, 1, 1, 3, 2)
              .run();
      float expected = padding.equals("zeros") ? 0 : 3;
      assertThat(y.floats()).containsExactly(expected, expected, expected);
    }
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThat(
            OpTest.op("GridSample", 20)
                .input(Tensors.ramp(1, 1, 2, 2))
                .input(Tensors.ramp(1, 2, 2, 3))
                .failure())
        .hasMessageContaining("expected [N,C,D1,...,Dr] and [N,O1,...,Or,r]");
    assertThat(
            OpTest.op("GridSample", 20)
                .input(new float[0], 1, 1, 0, 2)
                .input(Tensors.ramp(1, 1, 1, 2))
                .failure())
        .hasMessageContaining("has no pixels to sample");
  }
}
