package io.sardonyx.ops.sequence;

import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A sequence with one more tensor: at a position, or at the end.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SequenceInsert.html">SequenceInsert</a>
 */
record SequenceInsert() implements Operator {

  @Override
  public void infer(InferContext c) {
    if (c.hasInput(2)) {
      Sequences.requirePosition(c, 2);
    }
    ValueType element = Sequences.elementType(c, 0);
    ValueType common = element.common(c.tensorType(1));
    if (common == null) {
      throw c.error("input 1 is %s, but the sequence holds %s", c.type(1), element);
    }
    c.output(0, new SequenceType(common));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int tensor = c.input(1);
    int position = c.input(2);
    int y = c.output(0);
    ValueType element = ((SequenceType) c.outputType(0)).element();
    c.provides(0);
    return f -> {
      SequenceValue sequence = Sequences.sequence(f, x);
      int n = sequence.size();
      List<Value> values = new ArrayList<>(n + 1);
      values.addAll(sequence.values());
      values.add(position < 0 ? n : Sequences.position(f, position, n, n), f.value(tensor));
      f.provide(y, new SequenceValue(element, values));
    };
  }
}
