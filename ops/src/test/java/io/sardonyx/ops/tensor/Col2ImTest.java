package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class Col2ImTest {

  private static final long[] TWO_BY_TWO = {2, 2};

  @Test
  void addsOverlappingBlocks() {
    // A block of 2x2 ones at each of four places of a 3x3 picture.
    float[] ones = new float[16];
    java.util.Arrays.fill(ones, 1);
    Tensor y =
        OpTest.op("Col2Im", 18)
            .input(ones, 1, 4, 4)
            .input(new long[] {3, 3}, 2)
            .input(TWO_BY_TWO, 2)
            .run();

    assertThat(y.shape()).containsExactly(1, 1, 3, 3);
    assertThat(y.floats()).containsExactly(1, 2, 1, 2, 4, 2, 1, 2, 1);
  }

  @Test
  void placesBlocksByStridesPadsAndDilations() {
    Tensor strided =
        OpTest.op("Col2Im", 18)
            .attribute("strides", 2, 2)
            .attribute("pads", 1, 1, 0, 0)
            .input(Tensors.ramp(1, 4, 4))
            .input(new long[] {3, 3}, 2)
            .input(TWO_BY_TWO, 2)
            .run();
    Tensor dilated =
        OpTest.op("Col2Im", 18)
            .attribute("dilations", 2, 2)
            .input(new float[] {1, 2, 3, 4}, 1, 4, 1)
            .input(new long[] {3, 3}, 2)
            .input(TWO_BY_TWO, 2)
            .run();

    // Element k of block b is 4k + b; the first row and column of blocks begin in the padding.
    assertThat(strided.floats()).containsExactly(12, 9, 13, 6, 3, 7, 14, 11, 15);
    assertThat(dilated.floats()).containsExactly(1, 0, 2, 0, 0, 0, 3, 0, 4);
  }

  @Test
  void takesManyAxesAndTypes() {
    Tensor volume =
        OpTest.op("Col2Im", 18)
            .input(new long[] {1, 2, 3, 4}, 1, 2, 2)
            .input(new long[] {1, 1, 3}, 3)
            .input(new long[] {1, 1, 2}, 3)
            .run();
    Tensor complex =
        OpTest.op("Col2Im", 18)
            .input(Tensor.of(ElementType.COMPLEX64, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 2))
            .input(new long[] {1, 3}, 2)
            .input(new long[] {1, 2}, 2)
            .run();

    assertThat(volume.longs()).containsExactly(1, 2 + 3, 4);
    assertThat(complex.floats()).containsExactly(1, 2, 3 + 5, 4 + 6, 7, 8);
  }

  @Test
  void refusesBlocksThatDoNotFit() {
    assertThat(
            OpTest.op("Col2Im", 18)
                .input(Tensors.ramp(1, 4, 3))
                .input(new long[] {3, 3}, 2)
                .input(TWO_BY_TWO, 2)
                .failure())
        .hasMessageContaining("the input has 3 blocks; an image of shape [3, 3] takes 4");
    assertThat(
            OpTest.op("Col2Im", 18)
                .input(Tensors.ramp(1, 3, 4))
                .input(new long[] {3, 3}, 2)
                .input(TWO_BY_TWO, 2)
                .failure())
        .hasMessageContaining("the input has 3 planes");
    assertThat(
            OpTest.op("Col2Im", 18)
                .attribute("strides", 0, 1)
                .input(Tensors.ramp(1, 4, 4))
                .input(new long[] {3, 3}, 2)
                .input(TWO_BY_TWO, 2)
                .failure())
        .hasMessageContaining("attribute 'strides' is [0, 1]");
  }
}
