package io.sardonyx.ops.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ops.Graphs;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceMapTest {

  private static SequenceValue sequence(Value... values) {
    return new SequenceValue(new TensorType(ElementType.FLOAT, Shape.UNRANKED), List.of(values));
  }

  private static OpTest concatAndShape() {
    return OpTest.op("SequenceMap", 17)
        .attribute(
            "body",
            Graphs.graph("a b c", "joined size")
                .node("Concat", "a b c", "joined")
                .attribute("axis", 0)
                .node("Shape", "a", "size")
                .build())
        .outputs(2);
  }

  @Test
  void mapsSequencesAndPassesTensorsOn() {
    List<Value> y =
        concatAndShape()
            .input(sequence(Tensors.ramp(1), Tensors.ramp(2)))
            .input(sequence(Tensors.ramp(2), Tensors.ramp(0)))
            .input(new float[] {9}, 1)
            .runAll();
    SequenceValue joined = (SequenceValue) y.get(0);
    SequenceValue sizes = (SequenceValue) y.get(1);
    assertThat(joined.tensor(0).floats()).containsExactly(0, 0, 1, 9);
    assertThat(joined.tensor(1).floats()).containsExactly(0, 1, 9);
    assertThat(sizes.tensor(0).longs()).containsExactly(1);
    assertThat(sizes.tensor(1).longs()).containsExactly(2);
  }

  @Test
  void mapsAnEmptySequence() {
    List<Value> y =
        concatAndShape().input(sequence()).input(sequence()).input(Tensors.ramp(1)).runAll();
    assertThat(((SequenceValue) y.get(0)).values()).isEmpty();
  }

  @Test
  void rejectsSequencesOfDifferentLength() {
    OpTest test =
        concatAndShape()
            .input(sequence(Tensors.ramp(1), Tensors.ramp(2)))
            .input(sequence(Tensors.ramp(2)))
            .input(Tensors.ramp(1));
    assertThat(test.failure()).hasMessageContaining("input 1 is a sequence of 1 elements");
  }

  @Test
  void rejectsABodyThatDoesNotFit() {
    OpTest test = concatAndShape().input(sequence(Tensors.ramp(1)));
    assertThat(test.failure()).hasMessageContaining("has 1 inputs and 2 outputs; its body has 3");
  }

  @Test
  void givesTensorsOfItsOwn() {
    SequenceValue x = sequence(Tensors.ramp(2));
    SequenceValue y =
        (SequenceValue)
            OpTest.op("SequenceMap", 17)
                .attribute("body", Graphs.graph("a", "b").node("Identity", "a", "b").build())
                .input(x)
                .runAll()
                .getFirst();
    Tensor first = y.tensor(0);
    first.floats()[0] = 17;
    assertThat(x.tensor(0).floats()[0]).isZero();
  }
}
