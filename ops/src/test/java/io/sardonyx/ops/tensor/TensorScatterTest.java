package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class TensorScatterTest {

  @Test
  void writesAtThePositionOfEachSample() {
    Tensor y =
        OpTest.op("TensorScatter", 24)
            .input(new float[8], 2, 4, 1)
            .input(new float[] {1, 2, 3, 4}, 2, 2, 1)
            .input(new long[] {0, 2}, 2)
            .run();

    assertThat(y.floats()).containsExactly(1, 2, 0, 0, 0, 0, 3, 4);
  }

  @Test
  void wrapsAroundInCircularMode() {
    Tensor y =
        OpTest.op("TensorScatter", 24)
            .attribute("mode", "circular")
            .attribute("axis", 1)
            .input(new float[6], 2, 3)
            .input(new float[] {1, 2, 3, 4}, 2, 2)
            .input(new long[] {2, 7}, 2)
            .run();

    assertThat(y.floats()).containsExactly(2, 0, 1, 0, 3, 4);
  }

  @Test
  void beginsAtZeroWithoutPositions() {
    Tensor y =
        OpTest.op("TensorScatter", 24)
            .input(Tensors.ramp(1, 2, 3, 2))
            .input(new float[] {10, 11, 12, 13}, 1, 2, 1, 2)
            .run();

    assertThat(y.floats()).containsExactly(10, 11, 2, 3, 4, 5, 12, 13, 8, 9, 10, 11);
  }

  @Test
  void movesHalfBytes() {
    // Three samples of one number each, so that they lie across bytes.
    Tensor y =
        OpTest.op("TensorScatter", 24)
            .attribute("axis", 1)
            .input(Tensor.of(ElementType.UINT4, new byte[] {0x21, 0x43, 0x65}, 2, 3))
            .input(Tensor.of(ElementType.UINT4, new byte[] {(byte) 0xFE}, 2, 1))
            .input(new long[] {1, 0}, 2)
            .run();

    assertThat(y.bytes()).containsExactly((byte) 0xE1, (byte) 0xF3, (byte) 0x65);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThat(
            OpTest.op("TensorScatter", 24)
                .input(Tensors.ramp(1, 3, 1))
                .input(Tensors.ramp(1, 2, 1))
                .input(new long[] {2}, 1)
                .failure())
        .hasMessageContaining("write index 2 is out of range [0, 1]");
    assertThat(
            OpTest.op("TensorScatter", 24)
                .input(Tensors.ramp(1, 3, 1))
                .input(Tensors.ramp(1, 4, 1))
                .failure())
        .hasMessageContaining("the update has shape [1,4,1]");
    assertThat(
            OpTest.op("TensorScatter", 24)
                .attribute("axis", 0)
                .input(Tensors.ramp(3, 1))
                .input(Tensors.ramp(1, 1))
                .failure())
        .hasMessageContaining("axis 0 is the batch's");
  }
}
