package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class ResizeTest {

  /** A vector resized by a scale. */
  private static OpTest resize(String mode, String coordinates, float scale, float... x) {
    return OpTest.op("Resize", 19)
        .attribute("mode", mode)
        .attribute("coordinate_transformation_mode", coordinates)
        .input(x, x.length)
        .input((Tensor) null)
        .input(new float[] {scale}, 1);
  }

  private static void assertClose(Tensor y, double... expected) {
    Tensors.assertClose(y, floats(expected), 1e-6, "result");
  }

  private static Tensor floats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.of(floats, floats.length);
  }

  private static Tensor flat(Tensor y) {
    return y.reshaped(y.size());
  }

  @Test
  void repeatsTheNearestPixels() {
    Tensor y =
        OpTest.op("Resize", 13)
            .attribute("coordinate_transformation_mode", "asymmetric")
            .attribute("nearest_mode", "floor")
            .input(new float[] {1, 2, 3, 4}, 1, 1, 2, 2)
            .input((Tensor) null)
            .input(new float[] {1, 1, 2, 3}, 4)
            .run();

    assertThat(y.shape()).containsExactly(1, 1, 4, 6);
    assertThat(y.floats())
        .containsExactly(1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4);
  }

  @Test
  void roundsHalvesAsAsked() {
    // Coordinates 0.5, 2.5: each halfway between two pixels.
    assertThat(nearest("round_prefer_floor")).containsExactly(0, 2);
    assertThat(nearest("round_prefer_ceil")).containsExactly(1, 3);
    assertThat(nearest("floor")).containsExactly(0, 2);
    assertThat(nearest("ceil")).containsExactly(1, 3);
  }

  private static float[] nearest(String rounding) {
    return resize("nearest", "half_pixel", 0.5f, 0, 1, 2, 3)
        .attribute("nearest_mode", rounding)
        .run()
        .floats();
  }

  @Test
  void hitsPixelsThatAScaleMissesByItsRoundingOnly() {
    float[] x = new float[30];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
    }
    Tensor y = resize("nearest", "asymmetric", 1f / 3, x).attribute("nearest_mode", "floor").run();

    assertThat(y.floats()).containsExactly(0, 3, 6, 9, 12, 15, 18, 21, 24, 27);
  }

  @Test
  void movesElementsOfAnyType() {
    Tensor strings =
        OpTest.op("Resize", 13)
            .input(Tensor.of(new String[] {"a", "b"}, 2))
            .input((Tensor) null)
            .input(new float[] {2}, 1)
            .run();
    Tensor complex =
        OpTest.op("Resize", 13)
            .input(Tensor.of(ElementType.COMPLEX128, new double[] {1, 2, 3, 4}, 2))
            .input((Tensor) null)
            .input(new float[] {2}, 1)
            .run();

    assertThat(strings.strings()).containsExactly("a", "a", "b", "b");
    assertThat(complex.doubles()).containsExactly(1, 2, 1, 2, 3, 4, 3, 4);
  }

  @Test
  void interpolatesInEveryCoordinateSystem() {
    assertClose(resize("linear", "half_pixel", 2, 1, 2).run(), 1, 1.25, 1.75, 2);
    assertClose(resize("linear", "pytorch_half_pixel", 2, 1, 2).run(), 1, 1.25, 1.75, 2);
    assertClose(resize("linear", "asymmetric", 2, 1, 2).run(), 1, 1.5, 2, 2);
    assertClose(resize("linear", "align_corners", 2, 1, 2).run(), 1, 4 / 3.0, 5 / 3.0, 2);
    assertClose(resize("linear", "tf_half_pixel_for_nn", 2, 1, 2).run(), 1.25, 1.75, 2, 2);
    // Three of four quarters are left of 3.2; the canvas's middle stays the picture's middle.
    assertClose(resize("linear", "half_pixel_symmetric", 0.8f, 0, 1, 2, 3).run(), 0.25, 1.5, 2.75);
  }

  @Test
  void takesOnePixelFromWhereTheModeSays() {
    assertClose(resize("linear", "align_corners", 0.25f, 1, 2, 3, 4).run(), 1);
    assertClose(resize("linear", "pytorch_half_pixel", 0.25f, 1, 2, 3, 4).run(), 1);
    assertClose(resize("linear", "half_pixel", 0.25f, 1, 2, 3, 4).run(), 2.5);
  }

  @Test
  void interpolatesPicturesLikePyTorch() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 9}, 1, 1, 2, 4);
    Tensor cubic =
        OpTest.op("Resize", 19)
            .attribute("mode", "cubic")
            .input(x)
            .input((Tensor) null)
            .input((Tensor) null)
            .input(new long[] {1, 1, 3, 6}, 4)
            .run();
    Tensor corners =
        OpTest.op("Resize", 19)
            .attribute("mode", "linear")
            .attribute("coordinate_transformation_mode", "align_corners")
            .attribute("axes", 3, 2)
            .input(x)
            .input((Tensor) null)
            .input((Tensor) null)
            .input(new long[] {6, 3}, 2)
            .run();

    assertClose(
        flat(cubic),
        0.5659724,
        1.0590279,
        1.8672479,
        2.4473505,
        3.2031257,
        3.6452429,
        2.9131949,
        3.40625,
        4.2042828,
        4.7436352,
        5.84375,
        6.630209,
        5.2604165,
        5.7534723,
        6.541317,
        7.0399199,
        8.484375,
        9.6151762);
    assertClose(
        flat(corners),
        1,
        1.6,
        2.2,
        2.8,
        3.4,
        4,
        3,
        3.6,
        4.2,
        4.8,
        5.6,
        6.5,
        5,
        5.6,
        6.2,
        6.8,
        7.8,
        9);
  }

  @Test
  void interpolatesLargePicturesInManyTasks() {
    int h = 70;
    int w = 90;
    float[] ramp = new float[2 * h * w];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i % w + 2f * (i / w % h);
    }
    Tensor y =
        OpTest.op("Resize", 13)
            .attribute("mode", "linear")
            .attribute("coordinate_transformation_mode", "align_corners")
            .input(ramp, 1, 2, h, w)
            .input((Tensor) null)
            .input((Tensor) null)
            .input(new long[] {1, 2, 2 * h - 1, 2 * w - 1}, 4)
            .run();

    // The picture is linear, so that every pixel between two others is their mean.
    float[] out = y.floats();
    int row = 2 * w - 1;
    for (int i = 0; i < out.length; i++) {
      double expected = 0.5 * (i % row) + i / row % (2 * h - 1);
      assertThat((double) out[i]).isCloseTo(expected, within(1e-3));
    }
  }

  @Test
  void interpolatesOuterAxesAndVolumes() {
    Tensor rows =
        OpTest.op("Resize", 18)
            .attribute("mode", "linear")
            .attribute("axes", new long[] {0})
            .input(Tensors.ramp(2, 3))
            .input((Tensor) null)
            .input(new float[] {2}, 1)
            .run();
    Tensor volume =
        OpTest.op("Resize", 18)
            .attribute("mode", "linear")
            .attribute("coordinate_transformation_mode", "align_corners")
            .input(Tensors.ramp(1, 2, 2, 2))
            .input((Tensor) null)
            .input((Tensor) null)
            .input(new long[] {1, 3, 3, 3}, 4)
            .run();

    assertClose(flat(rows), 0, 1, 2, 0.75, 1.75, 2.75, 2.25, 3.25, 4.25, 3, 4, 5);
    assertThat(volume.floats()[13]).isEqualTo(3.5f);
    assertThat(volume.floats()[26]).isEqualTo(7f);
    assertThat(volume.floats()[5]).isEqualTo(2f);
  }

  @Test
  void stretchesTheFilterAgainstAliasing() {
    // Weights 1, 3, 3, 1 over 8; the outer ones are beyond the edge.
    assertClose(
        resize("linear", "half_pixel", 0.5f, 1, 2, 3, 4).attribute("antialias", 1).run(),
        1.625,
        3.375);
    assertClose(
        resize("linear", "half_pixel", 0.5f, 1, 2, 3, 4)
            .attribute("antialias", 1)
            .attribute("exclude_outside", 1)
            .run(),
        12 / 7.0,
        23 / 7.0);
    assertClose(
        resize("linear", "half_pixel", 2, 1, 2).attribute("antialias", 1).run(), 1, 1.25, 1.75, 2);
  }

  @Test
  void takesTheCubicCoefficient() {
    // At a quarter, with a = -0.5: weights -9, 111, 29, -3 over 128; the first is outside.
    assertClose(
        resize("cubic", "asymmetric", 4, 0, 128, 256).attribute("cubic_coeff_a", -0.5f).run(),
        0,
        23,
        56,
        93,
        128,
        163,
        200,
        233,
        256,
        265,
        264,
        259);
  }

  @Test
  void extrapolatesWhatIsOutsideTheRegion() {
    Tensor y =
        OpTest.op("Resize", 11)
            .attribute("mode", "linear")
            .attribute("coordinate_transformation_mode", "tf_crop_and_resize")
            .attribute("extrapolation_value", 10f)
            .input(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4)
            .input(new float[] {0, 0.5f, 1, 1.5f}, 4)
            .input(new float[0], 0)
            .input(new long[] {2, 3}, 2)
            .run();

    assertClose(flat(y), 2.5, 4, 10, 6.5, 8, 10);
  }

  @Test
  void keepsTheAspectRatio() {
    assertThat(policy("not_larger")).containsExactly(3, 6);
    assertThat(policy("not_smaller")).containsExactly(6, 12);
    assertThat(policy("stretch")).containsExactly(3, 12);
  }

  private static long[] policy(String policy) {
    return OpTest.op("Resize", 18)
        .attribute("keep_aspect_ratio_policy", policy)
        .input(Tensors.ramp(2, 4))
        .input((Tensor) null)
        .input((Tensor) null)
        .input(new long[] {3, 12}, 2)
        .run()
        .shape();
  }

  @Test
  void roundsIntegersAndKeepsThemInRange() {
    Tensor bytes =
        OpTest.op("Resize", 19)
            .attribute("mode", "linear")
            .input(Tensor.of(ElementType.UINT8, new byte[] {0, (byte) 201}, 2))
            .input((Tensor) null)
            .input(new float[] {2}, 1)
            .run();
    Tensor overshoot =
        OpTest.op("Resize", 19)
            .attribute("mode", "cubic")
            .input(Tensor.of(ElementType.UINT8, new byte[] {0, 0, -1, -1}, 4))
            .input((Tensor) null)
            .input(new float[] {2}, 1)
            .run();
    Tensor longs =
        OpTest.op("Resize", 19)
            .attribute("mode", "linear")
            .input(new long[] {-3, 3_000_000_001L}, 2)
            .input((Tensor) null)
            .input(new float[] {2}, 1)
            .run();

    assertThat(bytes.bytes()).containsExactly(0, 50, (byte) 151, (byte) 201);
    assertThat(overshoot.bytes()[2]).isEqualTo((byte) 0);
    assertThat(overshoot.bytes()[5]).isEqualTo((byte) 255);
    assertThat(longs.longs()).containsExactly(-3, 749_999_998, 2_250_000_000L, 3_000_000_001L);
  }

  @Test
  void interpolatesDoublesHalvesAndComplexNumbers() {
    Tensor doubles =
        OpTest.op("Resize", 19)
            .attribute("mode", "linear")
            .input(Tensor.of(new double[] {1, 2}, 2))
            .input((Tensor) null)
            .input(new float[] {2}, 1)
            .run();
    short[] halves = {Float.floatToFloat16(1), Float.floatToFloat16(2)};
    Tensor half =
        OpTest.op("Resize", 19)
            .attribute("mode", "linear")
            .input(Tensor.of(ElementType.FLOAT16, halves, 2))
            .input((Tensor) null)
            .input(new float[] {2}, 1)
            .run();
    Tensor complex =
        OpTest.op("Resize", 19)
            .attribute("mode", "linear")
            .input(Tensor.of(ElementType.COMPLEX64, new float[] {1, 0, 2, 4}, 2))
            .input((Tensor) null)
            .input(new float[] {2}, 1)
            .run();

    assertThat(doubles.doubles()).containsExactly(1, 1.25, 1.75, 2);
    assertThat(Float.float16ToFloat(half.shorts()[1])).isEqualTo(1.25f);
    assertThat(complex.floats()).containsExactly(1, 0, 1.25f, 1, 1.75f, 3, 2, 4);
  }

  @Test
  void givesNothingForEmptyInputs() {
    Tensor y =
        OpTest.op("Resize", 13)
            .attribute("mode", "linear")
            .input(new float[0], 0, 2)
            .input((Tensor) null)
            .input(new float[] {3, 2}, 2)
            .run();

    assertThat(y.shape()).containsExactly(0, 4);
  }

  @Test
  void followsTheOldVersions() {
    Tensor down =
        OpTest.op("Resize", 10)
            .input(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 1, 2, 4)
            .input(new float[] {1, 1, 0.6f, 0.6f}, 4)
            .run();
    Tensor linear =
        OpTest.op("Upsample", 9)
            .attribute("mode", "linear")
            .input(new float[] {1, 2, 3, 4}, 1, 1, 2, 2)
            .input(new float[] {1, 1, 2, 2}, 4)
            .run();
    Tensor attribute =
        OpTest.op("Upsample", 7).attribute("scales", 1f, 2f).input(new float[] {1, 2}, 1, 2).run();
    Tensor first =
        OpTest.op("Upsample", 1)
            .attribute("mode", "bilinear")
            .attribute("height_scale", 1f)
            .attribute("width_scale", 2f)
            .input(new float[] {1, 2}, 1, 1, 1, 2)
            .run();

    assertThat(down.floats()).containsExactly(1, 3);
    assertThat(linear.floats())
        .containsExactly(1, 1.5f, 2, 2, 2, 2.5f, 3, 3, 3, 3.5f, 4, 4, 3, 3.5f, 4, 4);
    assertThat(attribute.floats()).containsExactly(1, 1, 2, 2);
    assertThat(first.floats()).containsExactly(1, 1.5f, 2, 2);
  }

  @Test
  void refusesContradictions() {
    OpTest both =
        OpTest.op("Resize", 13)
            .input(Tensors.ramp(2))
            .input((Tensor) null)
            .input(new float[] {2}, 1)
            .input(new long[] {4}, 1);
    assertThat(both.failure()).hasMessageContaining("has both scales and sizes");
    assertThat(OpTest.op("Resize", 13).input(Tensors.ramp(2)).failure())
        .hasMessageContaining("has neither scales nor sizes");
    assertThat(resize("nearest", "half_pixel", -1, 1, 2).failure())
        .hasMessageContaining("the scale of axis 0 is -1.0");
    assertThat(resize("nearest", "half_pixel", 2, 1, 2).attribute("axes", 0, -1).failure())
        .hasMessageContaining("axis 0 is named twice");
    assertThat(resize("area", "half_pixel", 2, 1, 2).failure())
        .hasMessageContaining("attribute 'mode' is 'area'");
    assertThat(resize("nearest", "tf_crop_and_resize", 2, 1, 2).failure())
        .hasMessageContaining("needs a region of interest");
    assertThat(
            OpTest.op("Resize", 13)
                .input(Tensors.ramp(2, 2))
                .input((Tensor) null)
                .input(new float[] {2}, 1)
                .failure())
        .hasMessageContaining("there are 1 scales; expected 2");
    assertThat(
            OpTest.op("Resize", 13)
                .input(new float[0], 0)
                .input((Tensor) null)
                .input((Tensor) null)
                .input(new long[] {3}, 1)
                .failure())
        .hasMessageContaining("axis 0 of the input is empty");
    assertThat(
            OpTest.op("Resize", 13)
                .attribute("mode", "linear")
                .input(Tensor.of(new String[] {"a"}, 1))
                .input((Tensor) null)
                .input(new float[] {2}, 1)
                .failure())
        .hasMessageContaining("cannot interpolate strings");
  }
}
