package io.sardonyx.ops.controlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.OptionalValue;
import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ops.Graphs;
import io.sardonyx.ops.OpTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoopTest {

  private static final TensorType INTS = new TensorType(ElementType.INT64, Shape.UNRANKED);

  @Test
  void carriesASequenceThatGrows() {
    SequenceValue y =
        (SequenceValue)
            OpTest.op("Loop", 16)
                .attribute(
                    "body",
                    Graphs.graph("i go s", "on t")
                        .node("Identity", "go", "on")
                        .node("SequenceInsert", "s i", "t")
                        .build())
                .input(Tensor.scalar(3L))
                .input(null)
                .input(new SequenceValue(INTS, List.of()))
                .runAll()
                .getFirst();
    assertThat(y.size()).isEqualTo(3);
    assertThat(y.tensor(2).contentEquals(Tensor.scalar(2L))).isTrue();
  }

  private static OpTest unwrapping(long iterations, Value initial) {
    return OpTest.op("Loop", 18)
        .attribute(
            "body",
            Graphs.graph("i go o", "on t")
                .node("Identity", "go", "on")
                .node("OptionalGetElement", "o", "s")
                .node("SequenceInsert", "s i", "t")
                .build())
        .input(Tensor.scalar(iterations))
        .input(null)
        .input(new OptionalValue(new SequenceType(INTS), Optional.ofNullable(initial)));
  }

  @Test
  void carriesAnOptionalThatTheBodyUnwraps() {
    SequenceValue empty = new SequenceValue(INTS, List.of());
    assertThat(((SequenceValue) unwrapping(2, empty).runAll().getFirst()).size()).isEqualTo(2);
    assertThat(((SequenceValue) unwrapping(0, empty).runAll().getFirst()).size()).isZero();
  }

  @Test
  void anEmptyOptionalThatIsNeverUnwrappedIsAnError() {
    assertThat(unwrapping(0, null).failure()).hasMessageContaining("did not iterate");
    assertThat(unwrapping(1, null).failure()).hasMessageContaining("empty optional");
  }

  @Test
  void collectsAlongAnAxisInFront() {
    List<Value> y =
        OpTest.op("Loop", 16)
            .attribute(
                "body",
                Graphs.graph("i go", "on j")
                    .node("Identity", "go", "on")
                    .node("Identity", "i", "j")
                    .build())
            .input(Tensor.scalar(3L))
            .input(Tensor.scalar(true))
            .runAll();
    assertThat(((Tensor) y.getFirst()).longs()).containsExactly(0, 1, 2);
  }
}
