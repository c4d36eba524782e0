package io.sardonyx.ops.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class DeformConvTest {

  private static final float[] ONES = {1, 1, 1, 1};

  @Test
  void movesTapsByOffsets() {
    // One output pixel; the first tap moves half a row down, the last one out of the picture.
    Tensor y =
        OpTest.op("DeformConv", 19)
            .input(Tensors.ramp(1, 1, 2, 2))
            .input(ONES, 1, 1, 2, 2)
            .input(new float[] {0.5f, 0, 0, 0, 0, 0, 0, 3}, 1, 8, 1, 1)
            .input(new float[] {100}, 1)
            .run();

    assertThat(y.shape()).containsExactly(1, 1, 1, 1);
    assertThat(y.floats()).containsExactly(1 + 1 + 2 + 0 + 100);
  }

  @Test
  void weighsTapsByTheMask() {
    Tensor y =
        OpTest.op("DeformConv", 22)
            .input(Tensors.ramp(1, 1, 2, 2))
            .input(ONES, 1, 1, 2, 2)
            .input(new float[8], 1, 8, 1, 1)
            .input((Tensor) null)
            .input(new float[] {1, 2, 0.5f, 10}, 1, 4, 1, 1)
            .run();

    assertThat(y.floats()).containsExactly(2 + 1 + 30);
  }

  @Test
  void isAConvolutionWithoutOffsets() {
    int n = 2;
    int size = 9;
    Tensor x = Tensors.random(1, n, 4, size, size);
    Tensor w = Tensors.random(2, 6, 2, 3, 3);
    Tensor b = Tensors.random(3, 6);
    OpTest deformed =
        attributes(OpTest.op("DeformConv", 19))
            .attribute("offset_group", 2)
            .input(x)
            .input(w)
            .input(new float[n * 36 * 5 * 4], n, 36, 5, 4)
            .input(b);
    OpTest plain = attributes(OpTest.op("Conv", 11)).input(x).input(w).input(b);

    Tensors.assertClose(deformed.run(), plain.run(), 1e-5, "convolution");
  }

  private static OpTest attributes(OpTest test) {
    return test.attribute("group", 2)
        .attribute("strides", 2, 2)
        .attribute("dilations", 1, 2)
        .attribute("pads", 1, 1, 1, 1);
  }

  @Test
  void takesAnyNumberOfAxes() {
    Tensor line =
        OpTest.op("DeformConv", 19)
            .input(Tensors.ramp(1, 1, 4))
            .input(new float[] {1, 10}, 1, 1, 2)
            .input(new float[] {0, 0.5f, 0, 0, 0, 0.25f}, 1, 2, 3)
            .run();
    Tensor volume =
        OpTest.op("DeformConv", 19)
            .input(Tensors.ramp(1, 1, 2, 2, 2))
            .input(new float[] {1}, 1, 1, 1, 1, 1)
            .input(new float[24], 1, 3, 2, 2, 2)
            .run();

    assertThat(line.floats()).containsExactly(10, 21.5f, 24.5f);
    assertThat(volume.floats()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void takesDoublesAndHalves() {
    double[] doubles = {0, 1, 2, 3};
    short[] halves = new short[4];
    for (int i = 0; i < 4; i++) {
      halves[i] = Float.floatToFloat16(i);
    }
    short one = Float.floatToFloat16(1);
    Tensor exact =
        OpTest.op("DeformConv", 19)
            .input(Tensor.of(doubles, 1, 1, 2, 2))
            .input(Tensor.of(new double[] {1, 2}, 2, 1, 1, 1))
            .input(Tensor.of(new double[8], 1, 2, 2, 2))
            .run();
    Tensor half =
        OpTest.op("DeformConv", 19)
            .input(Tensor.of(ElementType.FLOAT16, halves, 1, 1, 2, 2))
            .input(Tensor.of(ElementType.FLOAT16, new short[] {one}, 1, 1, 1, 1))
            .input(Tensor.of(ElementType.FLOAT16, new short[8], 1, 2, 2, 2))
            .run();

    assertThat(exact.doubles()).containsExactly(0, 1, 2, 3, 0, 2, 4, 6);
    assertThat(half.shorts()).containsExactly(halves);
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThat(
            OpTest.op("DeformConv", 19)
                .input(Tensors.ramp(1, 1, 2, 2))
                .input(ONES, 1, 1, 2, 2)
                .input(new float[4], 1, 4, 1, 1)
                .failure())
        .hasMessageContaining("input 2 has shape [1,4,1,1]; expected [1,8,1,1]");
    assertThat(
            OpTest.op("DeformConv", 19)
                .attribute("group", 2)
                .input(Tensors.ramp(1, 1, 2, 2))
                .input(ONES, 1, 1, 2, 2)
                .input(new float[8], 1, 8, 1, 1)
                .failure())
        .hasMessageContaining("do not fit 2 groups");
  }
}
