package io.sardonyx.ops.controlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.Graphs;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The body remembers the last element as state and collects the pair of state and element. */
class Scan8Test {

  private static OpTest pairs() {
    return OpTest.op("Scan", 8)
        .attribute("num_scan_inputs", 1)
        .attribute(
            "body",
            Graphs.graph("last x", "now pair")
                .node("Identity", "x", "now")
                .node("Concat", "last x", "pair")
                .attribute("axis", 0)
                .build())
        .outputs(2);
  }

  private static final Tensor INITIAL = Tensor.of(new float[] {-1, -2}, 2, 1);

  @Test
  void scansEveryBatch() {
    List<Value> y = pairs().input(null).input(INITIAL).input(Tensors.ramp(2, 3, 1)).runAll();
    assertTensor(y.get(0), new float[] {2, 5}, 2, 1);
    assertTensor(y.get(1), new float[] {-1, 0, 0, 1, 1, 2, -2, 3, 3, 4, 4, 5}, 2, 3, 2);
  }

  @Test
  void shortSequencesEndEarlyAndLeaveZeros() {
    List<Value> y =
        pairs().input(new long[] {1, 2}, 2).input(INITIAL).input(Tensors.ramp(2, 3, 1)).runAll();
    assertTensor(y.get(0), new float[] {0, 4}, 2, 1);
    assertTensor(y.get(1), new float[] {-1, 0, 0, 0, 0, 0, -2, 3, 3, 4, 0, 0}, 2, 3, 2);
  }

  @Test
  void reversedShortSequencesBeginAtTheirEnd() {
    List<Value> y =
        pairs()
            .attribute("directions", new long[] {1})
            .input(new long[] {3, 2}, 2)
            .input(INITIAL)
            .input(Tensors.ramp(2, 3, 1))
            .runAll();
    assertTensor(y.get(0), new float[] {0, 3}, 2, 1);
    assertTensor(y.get(1), new float[] {-1, 2, 2, 1, 1, 0, -2, 4, 4, 3, 0, 0}, 2, 3, 2);
  }

  @Test
  void emptySequencesKeepTheirState() {
    List<Value> y =
        pairs().input(new long[] {0, 0}, 2).input(INITIAL).input(Tensors.ramp(2, 3, 1)).runAll();
    assertTensor(y.get(0), new float[] {-1, -2}, 2, 1);
    assertTensor(y.get(1), new float[12], 2, 3, 2);
  }

  @Test
  void emptyBatch() {
    List<Value> y =
        pairs().input(null).input(Tensors.ramp(0, 1)).input(Tensors.ramp(0, 3, 1)).runAll();
    assertTensor(y.get(0), new float[0], 0, 1);
  }

  @Test
  void rejectsLengthsAndShapesThatDoNotFit() {
    OpTest tooLong =
        pairs().input(new long[] {1, 4}, 2).input(INITIAL).input(Tensors.ramp(2, 3, 1));
    assertThat(tooLong.failure()).hasMessageContaining("sequence 1 has length 4; expected 0 to 3");
    OpTest tooMany =
        pairs().input(new long[] {1, 1, 1}, 3).input(INITIAL).input(Tensors.ramp(2, 3, 1));
    assertThat(tooMany.failure()).hasMessageContaining("one length for each of 2 sequences");
    OpTest batches = pairs().input(null).input(INITIAL).input(Tensors.ramp(3, 3, 1));
    assertThat(batches.failure()).hasMessageContaining("size of the batch: 2 and 3");
  }

  private static void assertTensor(Value got, float[] data, long... shape) {
    assertThat(((Tensor) got).contentEquals(Tensor.of(data, shape))).isTrue();
  }
}
