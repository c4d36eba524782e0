package io.sardonyx.ops.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class RoiAlignTest {

  private static OpTest align(int opset, Tensor x, float... roi) {
    return OpTest.op("RoiAlign", opset)
        .input(x)
        .input(roi, roi.length / 4, 4)
        .input(new long[roi.length / 4], roi.length / 4);
  }

  @Test
  void averagesPointsBetweenPixels() {
    // On a ramp the average of points is the value at the middle: (1.5, 1.5) less half a pixel.
    Tensor x = Tensors.ramp(1, 1, 4, 4);
    Tensor moved = align(16, x, 0.5f, 0.5f, 2.5f, 2.5f).attribute("sampling_ratio", 2).run();
    Tensor old = align(10, x, 0.5f, 0.5f, 2.5f, 2.5f).attribute("sampling_ratio", 2).run();

    assertThat(moved.shape()).containsExactly(1, 1, 1, 1);
    assertThat(moved.floats()).containsExactly(5);
    assertThat(old.floats()).containsExactly(7.5f);
  }

  @Test
  void cutsRegionsIntoOutputs() {
    Tensor y =
        align(16, Tensors.ramp(1, 1, 4, 4), 0, 0, 8, 8)
            .attribute("spatial_scale", 0.5f)
            .attribute("output_height", 2)
            .attribute("output_width", 2)
            .run();

    // Each output is the mean of the four pixels that it covers.
    assertThat(y.floats()).containsExactly(2.5f, 4.5f, 10.5f, 12.5f);
  }

  @Test
  void takesTheLargestWeightedNeighbour() {
    Tensor y =
        align(16, Tensors.ramp(1, 1, 2, 2), 0, 0, 2, 2)
            .attribute("mode", "max")
            .attribute("sampling_ratio", 1)
            .run();

    // The point in the middle has a quarter of each of 0 to 3.
    assertThat(y.floats()).containsExactly(0.75f);
  }

  @Test
  void countsPointsOutsideAsZero() {
    Tensor ones = Tensor.of(new float[] {1, 1, 1, 1}, 1, 1, 2, 2);
    Tensor y =
        align(16, ones, -5.5f, 0.5f, 2.5f, 1.5f)
            .attribute("sampling_ratio", 2)
            .attribute("output_width", 2)
            .run();

    assertThat(y.floats()).containsExactly(0, 1);
  }

  @Test
  void forcesOldRegionsToOnePixel() {
    Tensor x = Tensors.ramp(1, 1, 4, 4);

    assertThat(align(10, x, 1, 1, 1, 1).run().floats()).containsExactly(7.5f);
    assertThat(align(16, x, 1, 1, 1, 1).run().floats()).containsExactly(0);
  }

  @Test
  void handlesManyChannelsAndTypes() {
    Tensor x = Tensors.ramp(2, 20, 3, 3);
    Tensor y =
        OpTest.op("RoiAlign", 16)
            .input(x)
            .input(new float[] {0, 0, 3, 3}, 1, 4)
            .input(new long[] {1}, 1)
            .run();
    double[] doubles = new double[9];
    short[] halves = new short[9];
    for (int i = 0; i < 9; i++) {
      doubles[i] = i;
      halves[i] = Float.floatToFloat16(i);
    }
    Tensor exact =
        OpTest.op("RoiAlign", 16)
            .input(Tensor.of(doubles, 1, 1, 3, 3))
            .input(Tensor.of(new double[] {0, 0, 3, 3}, 1, 4))
            .input(new long[] {0}, 1)
            .run();
    short zero = 0;
    short three = Float.floatToFloat16(3);
    Tensor half =
        OpTest.op("RoiAlign", 16)
            .input(Tensor.of(ElementType.FLOAT16, halves, 1, 1, 3, 3))
            .input(Tensor.of(ElementType.FLOAT16, new short[] {zero, zero, three, three}, 1, 4))
            .input(new long[] {0}, 1)
            .run();

    for (int k = 0; k < 20; k++) {
      assertThat(y.floats()[k]).isEqualTo((20 + k) * 9 + 4f);
    }
    assertThat(exact.doubles()).containsExactly(4);
    assertThat(Float.float16ToFloat(half.shorts()[0])).isEqualTo(4);
  }

  @Test
  void givesNothingForNoRegions() {
    assertThat(align(16, Tensors.ramp(1, 2, 3, 3)).run().shape()).containsExactly(0, 2, 1, 1);
  }

  @Test
  void refusesWrongRegions() {
    Tensor x = Tensors.ramp(1, 1, 3, 3);
    assertThat(
            OpTest.op("RoiAlign", 16)
                .input(x)
                .input(new float[] {0, 0, 1, 1}, 1, 4)
                .input(new long[] {1}, 1)
                .failure())
        .hasMessageContaining("index 1 is out of range [0, 0]");
    assertThat(align(16, x, 0, 0, Float.POSITIVE_INFINITY, 1).failure())
        .hasMessageContaining("which is too large");
    assertThat(align(16, x, 0, 0, 1e5f, 1e5f).failure()).hasMessageContaining("too many");
    assertThat(
            OpTest.op("RoiAlign", 16)
                .input(x)
                .input(new float[] {0, 0, 1, 1, 1}, 1, 5)
                .input(new long[] {0}, 1)
                .failure())
        .hasMessageContaining("expected [R,4]");
    assertThat(align(16, x, 0, 0, 1, 1).attribute("output_width", 0).failure())
        .hasMessageContaining("expected positive sizes");
  }
}
