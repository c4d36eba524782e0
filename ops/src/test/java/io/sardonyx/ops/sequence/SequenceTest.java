package io.sardonyx.ops.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.InvalidInputException;
import io.sardonyx.OptionalValue;
import io.sardonyx.SequenceValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceTest {

  private static final Tensor A = Tensors.ramp(2);
  private static final Tensor B = Tensors.ramp(2, 3);
  private static final Tensor C = Tensors.ramp(0);

  private static SequenceValue sequence(Value... values) {
    return new SequenceValue(new TensorType(ElementType.FLOAT, Shape.UNRANKED), List.of(values));
  }

  private static void assertHolds(Value got, Tensor... expected) {
    SequenceValue sequence = (SequenceValue) got;
    assertThat(sequence.size()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(sequence.tensor(i).contentEquals(expected[i])).isTrue();
    }
  }

  @Test
  void constructTakesTensorsOfDifferentShapes() {
    Value y = OpTest.op("SequenceConstruct", 11).input(A).input(B).input(C).runAll().getFirst();
    assertHolds(y, A, B, C);
  }

  @Test
  void emptyHasTheTypeOfItsAttribute() {
    SequenceValue y =
        (SequenceValue)
            OpTest.op("SequenceEmpty", 11)
                .attribute("dtype", ElementType.INT64.code())
                .runAll()
                .getFirst();
    assertThat(y.values()).isEmpty();
    assertThat(y.elementType()).isEqualTo(new TensorType(ElementType.INT64, Shape.UNRANKED));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "2, 2", "-1, 2", "-3, 0"})
  void atCountsFromBothEnds(long position, int expected) {
    Tensor y =
        OpTest.op("SequenceAt", 11).input(sequence(A, B, C)).input(Tensor.scalar(position)).run();
    assertThat(y.contentEquals(List.of(A, B, C).get(expected))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, -4})
  void atRejectsPositionsOutOfRange(int position) {
    OpTest test =
        OpTest.op("SequenceAt", 11).input(sequence(A, B, C)).input(Tensor.scalar(position));
    assertThat(test.failure()).hasMessageContaining("position is " + position + "; expected -3 to");
  }

  @Test
  void atRejectsAnEmptySequence() {
    OpTest test = OpTest.op("SequenceAt", 11).input(sequence()).input(Tensor.scalar(0));
    assertThat(test.failure()).hasMessageContaining("the sequence is empty");
  }

  @Test
  void atRejectsAVectorOfPositions() {
    OpTest test =
        OpTest.op("SequenceAt", 11).input(sequence(A)).input(Tensor.of(new long[] {0, 0}, 2));
    assertThat(test.failure()).hasMessageContaining("expected a scalar");
  }

  @Test
  void atGivesATensorOfItsOwn() {
    SequenceValue x = sequence(A.copy());
    Tensor y = OpTest.op("SequenceAt", 11).input(x).input(Tensor.scalar(0)).run();
    y.floats()[0] = 17;
    assertThat(x.tensor(0).contentEquals(A)).isTrue();
  }

  @Test
  void insertAppendsWithoutAPosition() {
    Value y = OpTest.op("SequenceInsert", 11).input(sequence(A)).input(B).runAll().getFirst();
    assertHolds(y, A, B);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "2, 2", "-1, 1", "-2, 0"})
  void insertCountsFromBothEnds(long position, int expected) {
    Value y =
        OpTest.op("SequenceInsert", 11)
            .input(sequence(A, A))
            .input(B)
            .input(Tensor.scalar(position))
            .runAll()
            .getFirst();
    for (int i = 0; i < 3; i++) {
      assertThat(((SequenceValue) y).tensor(i).contentEquals(i == expected ? B : A)).isTrue();
    }
  }

  @Test
  void insertRejectsPositionsOutOfRange() {
    OpTest test =
        OpTest.op("SequenceInsert", 11).input(sequence(A, A)).input(B).input(Tensor.scalar(3));
    assertThat(test.failure()).hasMessageContaining("position is 3; expected -2 to 2");
  }

  @Test
  void insertRejectsAnotherElementType() {
    OpTest test =
        OpTest.op("SequenceInsert", 11).input(sequence(A)).input(Tensor.of(new long[2], 2));
    assertThat(test.failure()).hasMessageContaining("int64[2]");
  }

  @Test
  void eraseTakesTheLastWithoutAPosition() {
    Value y = OpTest.op("SequenceErase", 11).input(sequence(A, B)).runAll().getFirst();
    assertHolds(y, A);
  }

  @Test
  void eraseCountsFromTheBack() {
    Value y =
        OpTest.op("SequenceErase", 11)
            .input(sequence(A, B, C))
            .input(Tensor.scalar(-2))
            .runAll()
            .getFirst();
    assertHolds(y, A, C);
  }

  @Test
  void eraseRejectsWhatIsNotThere() {
    assertThat(OpTest.op("SequenceErase", 11).input(sequence()).failure())
        .hasMessageContaining("nothing to erase");
    assertThat(OpTest.op("SequenceErase", 11).input(sequence(A)).input(Tensor.scalar(1)).failure())
        .hasMessageContaining("position is 1; expected -1 to 0");
  }

  @Test
  void lengthCountsElements() {
    Tensor three = OpTest.op("SequenceLength", 11).input(sequence(A, B, C)).run();
    assertThat(three.contentEquals(Tensor.scalar(3L))).isTrue();
    Tensor none = OpTest.op("SequenceLength", 11).input(sequence()).run();
    assertThat(none.contentEquals(Tensor.scalar(0L))).isTrue();
  }

  @Test
  void modelRejectsSequencesOfAnotherElementType() {
    SequenceValue wrong =
        new SequenceValue(
            new TensorType(ElementType.FLOAT, Shape.UNRANKED), List.of(Tensor.of(new long[2], 2)));
    OpTest test = OpTest.op("SequenceLength", 11).input(wrong);
    assertThat(test.failure()).isInstanceOf(InvalidInputException.class);
    OptionalValue optional =
        new OptionalValue(
            new TensorType(ElementType.FLOAT, Shape.UNRANKED),
            Optional.of(Tensor.of(new long[2], 2)));
    test = OpTest.op("OptionalHasElement", 18).input(optional);
    assertThat(test.failure()).isInstanceOf(InvalidInputException.class);
  }
}
