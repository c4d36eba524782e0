package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTest {

  private static float[] floats(Value value) {
    return ((Tensor) value).floats();
  }

  @Test
  void cutsIntoEqualPieces() {
    List<Value> y = OpTest.op("Split", 13).input(Tensors.ramp(6)).outputs(3).runAll();

    assertThat(floats(y.get(0))).containsExactly(0, 1);
    assertThat(floats(y.get(2))).containsExactly(4, 5);
  }

  @Test
  void cutsAlongAnInnerAxis() {
    List<Value> y =
        OpTest.op("Split", 13)
            .attribute("axis", -1)
            .input(Tensors.ramp(2, 5))
            .input(new long[] {2, 0, 3}, 3)
            .outputs(3)
            .runAll();

    assertThat(floats(y.get(0))).containsExactly(0, 1, 5, 6);
    assertThat(((Tensor) y.get(1)).shape()).containsExactly(2, 0);
    assertThat(floats(y.get(2))).containsExactly(2, 3, 4, 7, 8, 9);
  }

  @Test
  void mayHaveAShorterLastPiece() {
    List<Value> y =
        OpTest.op("Split", 18)
            .attribute("num_outputs", 4)
            .input(Tensors.ramp(7))
            .outputs(4)
            .runAll();

    assertThat(floats(y.get(2))).containsExactly(4, 5);
    assertThat(floats(y.get(3))).containsExactly(6);
    List<Value> empty =
        OpTest.op("Split", 18)
            .attribute("num_outputs", 4)
            .input(Tensors.ramp(5))
            .outputs(4)
            .runAll();
    assertThat(floats(empty.get(2))).containsExactly(4);
    assertThat(floats(empty.get(3))).isEmpty();
  }

  @Test
  void readsLengthsFromAttributesAndFloatInputs() {
    List<Value> attribute =
        OpTest.op("Split", 2).attribute("split", 1, 3).input(Tensors.ramp(4)).outputs(2).runAll();
    List<Value> input =
        OpTest.op("Split", 1)
            .attribute("axis", 1)
            .input(Tensors.ramp(1, 4))
            .input(new float[] {3, 1}, 2)
            .outputs(2)
            .runAll();

    assertThat(floats(attribute.get(1))).containsExactly(1, 2, 3);
    assertThat(floats(input.get(0))).containsExactly(0, 1, 2);
  }

  @Test
  void refusesWhatDoesNotAddUp() {
    assertThat(OpTest.op("Split", 13).input(Tensors.ramp(5)).outputs(2).failure())
        .hasMessageContaining("cannot be cut into 2 equal pieces");
    assertThat(
            OpTest.op("Split", 13)
                .input(Tensors.ramp(5))
                .input(new long[] {2, 2}, 2)
                .outputs(2)
                .failure())
        .hasMessageContaining("do not add up");
    assertThat(
            OpTest.op("Split", 13)
                .input(Tensors.ramp(5))
                .input(new long[] {6, -1}, 2)
                .outputs(2)
                .failure())
        .hasMessageContaining("-1 is negative");
    assertThat(
            OpTest.op("Split", 13)
                .input(Tensors.ramp(5))
                .input(new long[] {2, 2, 1}, 3)
                .outputs(2)
                .failure())
        .hasMessageContaining("3 lengths are given for 2 outputs");
    assertThat(
            OpTest.op("Split", 18)
                .attribute("num_outputs", 3)
                .input(Tensors.ramp(5))
                .outputs(2)
                .failure())
        .hasMessageContaining("num_outputs is 3");
  }
}
