package io.sardonyx.ops.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntegerConvTest {

  private static Tensor bytes(ElementType type, long[] shape, int... values) {
    byte[] data = new byte[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) values[i];
    }
    return Tensor.of(type, data, shape);
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }

  private static Tensor random(int seed, ElementType type, long... shape) {
    Tensor t = Tensor.zeros(type, shape);
    new Random(seed).nextBytes(t.bytes());
    return t;
  }

  private static int get(Tensor t, int zero, int... at) {
    int index = 0;
    for (int d = 0; d < at.length; d++) {
      if (at[d] < 0 || at[d] >= t.dim(d)) {
        return 0;
      }
      index = index * (int) t.dim(d) + at[d];
    }
    byte x = t.bytes()[index];
    return (t.elementType() == ElementType.INT8 ? x : x & 0xFF) - zero;
  }

  @Test
  void paddingIsZeroAfterTheZeroPoint() {
    Tensor y =
        OpTest.op("ConvInteger", 10)
            .attribute("pads", 1, 1)
            .input(bytes(ElementType.UINT8, shape(1, 1, 3), 11, 12, 13))
            .input(bytes(ElementType.INT8, shape(1, 1, 3), 1, 10, 100))
            .input(bytes(ElementType.UINT8, shape(), 10))
            .run();
    assertThat(y.shape()).containsExactly(1, 1, 3);
    assertThat(y.ints()).containsExactly(210, 321, 32);
  }

  @Test
  void groupsStridesDilationsAndPads() {
    Tensor x = random(1, ElementType.UINT8, 2, 4, 9, 8);
    Tensor w = random(2, ElementType.INT8, 6, 2, 3, 2);
    Tensor y =
        OpTest.op("ConvInteger", 10)
            .attribute("group", 2)
            .attribute("strides", 2, 1)
            .attribute("dilations", 2, 3)
            .attribute("pads", 1, 0, 2, 3)
            .input(x)
            .input(w)
            .input(bytes(ElementType.UINT8, shape(), 100))
            .input(bytes(ElementType.INT8, shape(6), 0, 1, 2, 3, 4, 5))
            .run();
    assertThat(y.shape()).containsExactly(2, 6, 4, 8);
    int i = 0;
    for (int n = 0; n < 2; n++) {
      for (int m = 0; m < 6; m++) {
        for (int oy = 0; oy < 4; oy++) {
          for (int ox = 0; ox < 8; ox++) {
            int sum = 0;
            for (int c = 0; c < 2; c++) {
              for (int ky = 0; ky < 3; ky++) {
                for (int kx = 0; kx < 2; kx++) {
                  sum +=
                      get(x, 100, n, m / 3 * 2 + c, oy * 2 + ky * 2 - 1, ox + kx * 3)
                          * get(w, m, m, c, ky, kx);
                }
              }
            }
            assertThat(y.ints()[i++]).isEqualTo(sum);
          }
        }
      }
    }
  }

  @Test
  void samePaddingGoesToTheEndOrTheBeginning() {
    Tensor x = bytes(ElementType.UINT8, shape(1, 1, 4), 1, 2, 3, 4);
    Tensor w = bytes(ElementType.UINT8, shape(1, 1, 2), 1, 10);
    OpTest upper = OpTest.op("ConvInteger", 10).attribute("auto_pad", "SAME_UPPER");
    assertThat(upper.input(x).input(w).run().ints()).containsExactly(21, 32, 43, 4);
    OpTest lower = OpTest.op("ConvInteger", 10).attribute("auto_pad", "SAME_LOWER");
    assertThat(lower.input(x).input(w).run().ints()).containsExactly(10, 21, 32, 43);
    OpTest valid = OpTest.op("ConvInteger", 10).attribute("auto_pad", "VALID");
    assertThat(valid.input(x).input(w).run().ints()).containsExactly(21, 32, 43);
  }

  @Test
  void threeSpatialAxes() {
    Tensor x = random(3, ElementType.INT8, 1, 1, 3, 3, 3);
    Tensor w = random(4, ElementType.INT8, 1, 1, 3, 3, 3);
    int sum = 0;
    for (int i = 0; i < 27; i++) {
      sum += x.bytes()[i] * w.bytes()[i];
    }
    Tensor y = OpTest.op("ConvInteger", 10).input(x).input(w).run();
    assertThat(y.shape()).containsExactly(1, 1, 1, 1, 1);
    assertThat(y.ints()).containsExactly(sum);
  }

  @Test
  void quantizesAgainWithScalesOfFeaturesAndBias() {
    Tensor y =
        OpTest.op("QLinearConv", 10)
            .input(bytes(ElementType.UINT8, shape(1, 1, 2), 11, 14))
            .input(Tensor.scalar(0.5f))
            .input(bytes(ElementType.UINT8, shape(), 10))
            .input(bytes(ElementType.INT8, shape(2, 1, 1), 1, 100))
            .input(new float[] {2, 4}, 2)
            .input(bytes(ElementType.INT8, shape(2), 0, 1))
            .input(Tensor.scalar(2f))
            .input(bytes(ElementType.UINT8, shape(), 3))
            .input(Tensor.of(new int[] {2, -7}, 2))
            .run();
    // feature 0: (1 + 2) / 2 = 1.5, (4 + 2) / 2 = 3; feature 1: 99 - 7, 396 - 7
    assertThat(y.bytes()).containsExactly(5, 6, 95, -1);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    Tensor x = bytes(ElementType.UINT8, shape(1, 2, 2), 1, 2, 3, 4);
    assertThat(
            OpTest.op("ConvInteger", 10)
                .input(x)
                .input(bytes(ElementType.UINT8, shape(1, 1, 1), 1))
                .failure())
        .hasMessageContaining("has 2 channels; expected 1");
    assertThat(
            OpTest.op("ConvInteger", 10)
                .input(x)
                .input(bytes(ElementType.UINT8, shape(1, 2, 3), 1, 2, 3, 4, 5, 6))
                .failure())
        .hasMessageContaining("the kernel spans 3 along spatial axis 0; the padded input has 2");
    Tensor w = bytes(ElementType.UINT8, shape(1, 2, 1), 1, 2);
    assertThat(
            OpTest.op("ConvInteger", 10)
                .attribute("strides", new long[] {0})
                .input(x)
                .input(w)
                .failure())
        .hasMessageContaining("strides is [0]; expected positive numbers");
    assertThat(OpTest.op("ConvInteger", 10).attribute("group", 0).input(x).input(w).failure())
        .hasMessageContaining("group is 0");
  }
}
