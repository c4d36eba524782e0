package io.sardonyx.ops.optional;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.OptionalValue;
import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import io.sardonyx.proto.TypeProto;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionalTest {

  private static final TensorType FLOATS = new TensorType(ElementType.FLOAT, Shape.UNRANKED);
  private static final Tensor X = Tensors.ramp(2, 3);
  private static final SequenceValue SEQUENCE = new SequenceValue(FLOATS, List.of(X));

  private static OptionalValue optional(ValueType type, Value value) {
    return new OptionalValue(type, Optional.ofNullable(value));
  }

  private static TypeProto floats() {
    return TypeProto.newBuilder()
        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(ElementType.FLOAT.code()))
        .build();
  }

  @Test
  void optionalHoldsATensorOrASequence() {
    OptionalValue y = (OptionalValue) OpTest.op("Optional", 15).input(X).runAll().getFirst();
    assertThat(((Tensor) y.value().orElseThrow()).contentEquals(X)).isTrue();
    y = (OptionalValue) OpTest.op("Optional", 15).input(SEQUENCE).runAll().getFirst();
    assertThat(((SequenceValue) y.value().orElseThrow()).size()).isEqualTo(1);
  }

  @Test
  void optionalIsEmptyWithoutInput() {
    OptionalValue y =
        (OptionalValue) OpTest.op("Optional", 15).attribute("type", floats()).runAll().getFirst();
    assertThat(y.value()).isEmpty();
    assertThat(y.elementType()).isEqualTo(FLOATS);
  }

  @Test
  void optionalNeedsATypeThatFits() {
    assertThat(OpTest.op("Optional", 15).failure()).hasMessageContaining("neither an input nor");
    assertThat(
            OpTest.op("Optional", 15)
                .attribute("type", floats())
                .input(Tensor.scalar(1L))
                .failure())
        .hasMessageContaining("the attribute 'type' says float");
  }

  @Test
  void hasElementLooksIntoOptionals() {
    assertThat(has(OpTest.op("OptionalHasElement", 15).input(optional(FLOATS, X)))).isTrue();
    assertThat(has(OpTest.op("OptionalHasElement", 15).input(optional(FLOATS, null)))).isFalse();
    OptionalValue none = optional(new SequenceType(FLOATS), null);
    assertThat(has(OpTest.op("OptionalHasElement", 18).input(none))).isFalse();
  }

  @Test
  void hasElementIsTrueOfWhatIsNoOptional() {
    assertThat(has(OpTest.op("OptionalHasElement", 18).input(X))).isTrue();
    assertThat(has(OpTest.op("OptionalHasElement", 18).input(SEQUENCE))).isTrue();
    assertThat(has(OpTest.op("OptionalHasElement", 18))).isFalse();
  }

  private static boolean has(OpTest test) {
    return test.run().booleans()[0];
  }

  @Test
  void getElementTakesTheElementOut() {
    Tensor y = OpTest.op("OptionalGetElement", 15).input(optional(FLOATS, X)).run();
    assertThat(y.contentEquals(X)).isTrue();
    OptionalValue sequence = optional(new SequenceType(FLOATS), SEQUENCE);
    Value z = OpTest.op("OptionalGetElement", 15).input(sequence).runAll().getFirst();
    assertThat(((SequenceValue) z).tensor(0).contentEquals(X)).isTrue();
  }

  @Test
  void getElementPassesOnWhatIsNoOptional() {
    assertThat(OpTest.op("OptionalGetElement", 18).input(X).run().contentEquals(X)).isTrue();
    Value z = OpTest.op("OptionalGetElement", 18).input(SEQUENCE).runAll().getFirst();
    assertThat(((SequenceValue) z).size()).isEqualTo(1);
  }

  @Test
  void getElementRejectsAnEmptyOptional() {
    assertThat(OpTest.op("OptionalGetElement", 15).input(optional(FLOATS, null)).failure())
        .hasMessageContaining("empty optional");
  }
}
