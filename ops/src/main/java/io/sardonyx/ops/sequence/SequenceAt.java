package io.sardonyx.ops.sequence;

import io.sardonyx.SequenceValue;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The element of a sequence at a position.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SequenceAt.html">SequenceAt</a>
 */
record SequenceAt() implements Operator {

  @Override
  public void infer(InferContext c) {
    Sequences.requirePosition(c, 1);
    c.output(0, Sequences.elementType(c, 0));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int position = c.input(1);
    int y = c.output(0);
    TensorType type = Sequences.elementType(c, 0);
    c.provides(0);
    return f -> {
      SequenceValue sequence = Sequences.sequence(f, x);
      int i = Sequences.position(f, position, sequence.size(), sequence.size() - 1);
      f.provide(y, Sequences.element(f, sequence, i, type).copy());
    };
  }
}
