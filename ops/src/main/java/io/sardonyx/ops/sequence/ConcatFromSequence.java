package io.sardonyx.ops.sequence;

import io.sardonyx.Dim;
import io.sardonyx.SequenceValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.ops.family.TensorParts;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of a sequence one after the other along an axis, or stacked along a new one.
 *
 * @param axis of the result; negative counts from the back
 * @param isNew whether the axis is none of the tensors'
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__ConcatFromSequence.html">ConcatFromSequence</a>
 */
record ConcatFromSequence(long axis, boolean isNew) implements Operator {

  ConcatFromSequence(Attributes a) {
    this(a.integer("axis"), a.flag("new_axis"));
  }

  @Override
  public void infer(InferContext c) {
    TensorType element = Sequences.elementType(c, 0);
    Shape shape = element.shape();
    if (shape.isRanked()) {
      int along = c.axis(axis, shape.rank() + (isNew ? 1 : 0));
      if (isNew) {
        List<Dim> dims = shape.dims();
        dims.add(along, Dim.UNKNOWN);
        shape = Shape.of(dims);
      } else {
        shape = shape.with(along, Dim.UNKNOWN);
      }
    }
    c.output(0, element.withShape(shape));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    TensorType type = Sequences.elementType(c, 0);
    c.provides(0);
    return f -> f.provide(y, joined(f, Sequences.sequence(f, x), type));
  }

  private Tensor joined(Frame f, SequenceValue sequence, TensorType type) {
    if (sequence.size() == 0) {
      throw f.error("the sequence is empty; expected a tensor at least");
    }
    List<Tensor> tensors = new ArrayList<>(sequence.size());
    for (int i = 0; i < sequence.size(); i++) {
      tensors.add(Sequences.element(f, sequence, i, type));
    }
    int rank = tensors.getFirst().rank() + (isNew ? 1 : 0);
    if (axis < -rank || axis >= rank) {
      throw f.error("axis %d is out of range for rank %d", axis, rank);
    }
    int along = (int) (axis < 0 ? axis + rank : axis);
    return isNew
        ? TensorParts.stack(f, tensors, along, type)
        : TensorParts.concat(f, tensors, along);
  }
}
