package io.sardonyx.ops.sequence;

import io.sardonyx.ElementType;
import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Shape;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * A sequence without elements.
 *
 * @param type type of the tensors that may be inserted
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SequenceEmpty.html">SequenceEmpty</a>
 */
record SequenceEmpty(TensorType type) implements Operator {

  SequenceEmpty(Attributes a) {
    this(
        new TensorType(
            ElementType.ofCode(a.intValue("dtype", ElementType.FLOAT.code())), Shape.UNRANKED));
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, new SequenceType(type));
  }

  @Override
  public Step compile(CompileContext c) {
    int y = c.output(0);
    SequenceValue empty = new SequenceValue(type, List.of());
    c.provides(0);
    return f -> f.provide(y, empty);
  }
}
