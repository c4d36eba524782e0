package io.sardonyx.ops.sequence;

import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * A sequence of the inputs.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SequenceConstruct.html">SequenceConstruct</a>
 */
record SequenceConstruct() implements Operator {

  @Override
  public void infer(InferContext c) {
    ValueType element = c.tensorType(0);
    for (int i = 1; i < c.inputCount(); i++) {
      ValueType common = element.common(c.tensorType(i));
      if (common == null) {
        throw c.error("input %d is %s; expected elements as in input 0, %s", i, c.type(i), element);
      }
      element = common;
    }
    c.output(0, new SequenceType(element));
  }

  @Override
  public Step compile(CompileContext c) {
    int[] inputs = new int[c.inputCount()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = c.input(i);
    }
    int y = c.output(0);
    ValueType element = ((SequenceType) c.outputType(0)).element();
    c.provides(0);
    return f -> {
      Value[] values = new Value[inputs.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = f.value(inputs[i]);
      }
      f.provide(y, new SequenceValue(element, List.of(values)));
    };
  }
}
