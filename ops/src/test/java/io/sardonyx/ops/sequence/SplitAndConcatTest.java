package io.sardonyx.ops.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitAndConcatTest {

  private static SequenceValue sequence(Value... values) {
    return new SequenceValue(new TensorType(ElementType.FLOAT, Shape.UNRANKED), List.of(values));
  }

  private static List<Value> split(OpTest test) {
    return ((SequenceValue) test.runAll().getFirst()).values();
  }

  private static void assertTensor(Value got, float[] data, long... shape) {
    assertThat(((Tensor) got).contentEquals(Tensor.of(data, shape))).isTrue();
  }

  @Test
  void splitsIntoIndicesAndDropsTheAxis() {
    OpTest test =
        OpTest.op("SplitToSequence", 11)
            .attribute("axis", -1)
            .attribute("keepdims", 0)
            .input(Tensors.ramp(2, 3));
    List<Value> y = split(test);
    assertThat(y).hasSize(3);
    assertTensor(y.get(0), new float[] {0, 3}, 2);
    assertTensor(y.get(2), new float[] {2, 5}, 2);
  }

  @Test
  void splitsIntoIndicesAndKeepsTheAxis() {
    List<Value> y = split(OpTest.op("SplitToSequence", 24).input(Tensors.ramp(2, 2)));
    assertThat(y).hasSize(2);
    assertTensor(y.get(1), new float[] {2, 3}, 1, 2);
  }

  @Test
  void aScalarSizeLeavesAShorterPart() {
    OpTest test =
        OpTest.op("SplitToSequence", 11)
            .attribute("keepdims", 0)
            .input(Tensors.ramp(5))
            .input(Tensor.scalar(2));
    List<Value> y = split(test);
    assertThat(y).hasSize(3);
    assertTensor(y.get(0), new float[] {0, 1}, 2);
    assertTensor(y.get(2), new float[] {4}, 1);
  }

  @Test
  void aVectorListsTheSizes() {
    OpTest test =
        OpTest.op("SplitToSequence", 11)
            .attribute("axis", 1)
            .input(Tensors.ramp(2, 3))
            .input(new long[] {1, 0, 2}, 3);
    List<Value> y = split(test);
    assertThat(y).hasSize(3);
    assertTensor(y.get(0), new float[] {0, 3}, 2, 1);
    assertTensor(y.get(1), new float[0], 2, 0);
    assertTensor(y.get(2), new float[] {1, 2, 4, 5}, 2, 2);
  }

  @Test
  void splitsComplexNumbersAndNothing() {
    Tensor x = Tensor.of(ElementType.COMPLEX64, new float[] {1, 2, 3, 4}, 2);
    List<Value> y = split(OpTest.op("SplitToSequence", 11).input(x));
    assertThat(((Tensor) y.get(1)).floats()).containsExactly(3, 4);
    assertThat(split(OpTest.op("SplitToSequence", 11).input(Tensors.ramp(0, 2)))).isEmpty();
    assertThat(
            split(
                OpTest.op("SplitToSequence", 11)
                    .input(Tensors.ramp(3))
                    .input(Tensor.scalar(Long.MAX_VALUE))))
        .hasSize(1);
  }

  @Test
  void rejectsWrongSizes() {
    assertThat(
            OpTest.op("SplitToSequence", 11)
                .input(Tensors.ramp(3))
                .input(Tensor.scalar(0L))
                .failure())
        .hasMessageContaining("expected a positive one");
    assertThat(
            OpTest.op("SplitToSequence", 11)
                .input(Tensors.ramp(3))
                .input(new long[] {1, 1}, 2)
                .failure())
        .hasMessageContaining("add up to 2; expected 3");
    assertThat(
            OpTest.op("SplitToSequence", 11)
                .input(Tensors.ramp(3))
                .input(new long[] {4, -1}, 2)
                .failure())
        .hasMessageContaining("do not add up to 3");
    assertThat(
            OpTest.op("SplitToSequence", 11).attribute("axis", 1).input(Tensors.ramp(3)).failure())
        .hasMessageContaining("axis 1 is out of range for rank 1");
  }

  @Test
  void joinsAlongAnAxis() {
    SequenceValue x = sequence(Tensors.ramp(2, 1), Tensors.ramp(2, 2), Tensors.ramp(2, 0));
    Tensor y = OpTest.op("ConcatFromSequence", 11).attribute("axis", -1).input(x).run();
    assertTensor(y, new float[] {0, 0, 1, 1, 2, 3}, 2, 3);
  }

  @Test
  void stacksAlongANewAxis() {
    SequenceValue x = sequence(Tensors.ramp(2), Tensors.ramp(2));
    Tensor y =
        OpTest.op("ConcatFromSequence", 11)
            .attribute("axis", -1)
            .attribute("new_axis", 1)
            .input(x)
            .run();
    assertTensor(y, new float[] {0, 0, 1, 1}, 2, 2);
  }

  @Test
  void rejectsWhatDoesNotFitTogether() {
    assertThat(
            OpTest.op("ConcatFromSequence", 11)
                .attribute("axis", 0)
                .input(sequence(Tensors.ramp(2, 1), Tensors.ramp(2, 2)))
                .failure())
        .hasMessageContaining("number 1 is [2, 2], the first is [2, 1]");
    assertThat(
            OpTest.op("ConcatFromSequence", 11)
                .attribute("axis", 0)
                .attribute("new_axis", 1)
                .input(sequence(Tensors.ramp(2), Tensors.ramp(1)))
                .failure())
        .hasMessageContaining("number 1 is [1], the ones before are [2]");
    assertThat(
            OpTest.op("ConcatFromSequence", 11)
                .attribute("axis", 1)
                .input(sequence(Tensors.ramp(2)))
                .failure())
        .hasMessageContaining("axis 1 is out of range for rank 1");
    assertThat(OpTest.op("ConcatFromSequence", 11).attribute("axis", 0).input(sequence()).failure())
        .hasMessageContaining("the sequence is empty");
  }
}
