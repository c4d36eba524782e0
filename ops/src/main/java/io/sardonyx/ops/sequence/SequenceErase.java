package io.sardonyx.ops.sequence;

import io.sardonyx.SequenceValue;
import io.sardonyx.Value;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A sequence without one of its elements: the one at a position, or the last.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SequenceErase.html">SequenceErase</a>
 */
record SequenceErase() implements Operator {

  @Override
  public void infer(InferContext c) {
    if (c.hasInput(1)) {
      Sequences.requirePosition(c, 1);
    }
    Sequences.elementType(c, 0);
    c.output(0, c.type(0));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int position = c.input(1);
    int y = c.output(0);
    c.provides(0);
    return f -> {
      SequenceValue sequence = Sequences.sequence(f, x);
      int n = sequence.size();
      if (n == 0) {
        throw f.error("the sequence is empty; there is nothing to erase");
      }
      List<Value> values = new ArrayList<>(sequence.values());
      values.remove(position < 0 ? n - 1 : Sequences.position(f, position, n, n - 1));
      f.provide(y, new SequenceValue(sequence.elementType(), values));
    };
  }
}
