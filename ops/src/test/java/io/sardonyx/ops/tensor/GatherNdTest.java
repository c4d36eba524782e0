package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class GatherNdTest {

  @Test
  void takesElements() {
    Tensor y =
        OpTest.op("GatherND", 11)
            .input(Tensors.ramp(2, 2))
            .input(new long[] {0, 0, -1, 1}, 2, 2)
            .run();

    assertThat(y.shape()).containsExactly(2);
    assertThat(y.floats()).containsExactly(0, 3);
  }

  @Test
  void takesSlices() {
    Tensor y =
        OpTest.op("GatherND", 13)
            .input(Tensors.ramp(2, 2, 2))
            .input(new long[] {0, 1, 1, 0}, 2, 1, 2)
            .run();

    assertThat(y.shape()).containsExactly(2, 1, 2);
    assertThat(y.floats()).containsExactly(2, 3, 4, 5);
  }

  @Test
  void sharesBatchDimensions() {
    Tensor y =
        OpTest.op("GatherND", 12)
            .attribute("batch_dims", 1)
            .input(Tensors.ramp(2, 2, 2))
            .input(new long[] {1, 0}, 2, 1)
            .run();

    assertThat(y.shape()).containsExactly(2, 2);
    assertThat(y.floats()).containsExactly(2, 3, 4, 5);
  }

  @Test
  void givesAScalarForOneTuple() {
    Tensor y = OpTest.op("GatherND", 13).input(Tensors.ramp(3)).input(new long[] {2}, 1).run();

    assertThat(y.shape()).isEmpty();
    assertThat(y.floats()).containsExactly(2);
  }

  @Test
  void givesNothingForNoTuples() {
    Tensor y = OpTest.op("GatherND", 13).input(Tensors.ramp(3, 2)).input(new long[0], 0, 1).run();

    assertThat(y.shape()).containsExactly(0, 2);
  }

  @Test
  void refusesWrongTuples() {
    assertThat(
            OpTest.op("GatherND", 13)
                .input(Tensors.ramp(2, 2))
                .input(new long[] {0, 2}, 1, 2)
                .failure())
        .hasMessageContaining("node 'tested' (GatherND-13)")
        .hasMessageContaining("index 2 is out of range [-2, 1]");
    assertThat(
            OpTest.op("GatherND", 13)
                .input(Tensors.ramp(2, 2))
                .input(new long[] {0, 0, 0}, 1, 3)
                .failure())
        .hasMessageContaining("expected tuples of 1 to 2 indices");
    assertThat(
            OpTest.op("GatherND", 13)
                .attribute("batch_dims", 2)
                .input(Tensors.ramp(2, 2))
                .input(new long[] {0, 0}, 2, 1)
                .failure())
        .hasMessageContaining("2 batch dimensions are out of range");
    assertThat(
            OpTest.op("GatherND", 13)
                .attribute("batch_dims", 1)
                .input(Tensors.ramp(2, 2))
                .input(new long[] {0, 0, 0}, 3, 1)
                .failure())
        .hasMessageContaining("expected the data's 1 batch dimensions");
  }
}
