package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class ReverseSequenceTest {

  @Test
  void reversesWithTimeFirst() {
    Tensor y =
        OpTest.op("ReverseSequence", 10)
            .input(Tensors.ramp(3, 2))
            .input(new long[] {3, 2}, 2)
            .run();

    assertThat(y.floats()).containsExactly(4, 3, 2, 1, 0, 5);
  }

  @Test
  void reversesWithTheBatchFirst() {
    Tensor y =
        OpTest.op("ReverseSequence", 10)
            .attribute("batch_axis", 0)
            .attribute("time_axis", 1)
            .input(Tensors.ramp(2, 3, 2))
            .input(new long[] {0, 2}, 2)
            .run();

    assertThat(y.floats()).containsExactly(0, 1, 2, 3, 4, 5, 8, 9, 6, 7, 10, 11);
  }

  @Test
  void refusesWrongAxesAndLengths() {
    assertThat(
            OpTest.op("ReverseSequence", 10)
                .attribute("time_axis", 1)
                .input(Tensors.ramp(2, 2))
                .input(new long[] {1, 1}, 2)
                .failure())
        .hasMessageContaining("expected 0 and 1, or 1 and 0");
    assertThat(
            OpTest.op("ReverseSequence", 10)
                .input(Tensors.ramp(2, 2))
                .input(new long[] {1, 3}, 2)
                .failure())
        .hasMessageContaining("sequence 1 has length 3; expected 0 to 2");
    assertThat(
            OpTest.op("ReverseSequence", 10)
                .input(Tensors.ramp(2, 2))
                .input(new long[] {1}, 1)
                .failure())
        .hasMessageContaining("1 lengths for 2 sequences");
  }
}
