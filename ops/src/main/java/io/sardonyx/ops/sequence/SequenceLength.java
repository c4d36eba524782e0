package io.sardonyx.ops.sequence;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The number of elements of a sequence.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SequenceLength.html">SequenceLength</a>
 */
record SequenceLength() implements Operator {

  @Override
  public void infer(InferContext c) {
    Sequences.elementType(c, 0);
    c.output(0, ElementType.INT64, Shape.SCALAR);
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    return f -> f.longs(y)[f.offset(y)] = Sequences.sequence(f, x).size();
  }
}
