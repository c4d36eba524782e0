package io.sardonyx.ops.logical;

import io.sardonyx.Storage;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The input with all bits inverted.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__BitwiseNot.html">BitwiseNot</a>
 */
record BitwiseNot() implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    Codec codec = Codec.of(c.elementType(0), Storage.LONGS);
    return Elementwise.unary(
        c,
        codec,
        codec,
        Ranges.COSTLY,
        (x, xAt, y, yAt, n) -> {
          long[] from = (long[]) x;
          long[] to = (long[]) y;
          for (int i = 0; i < n; i++) {
            to[yAt + i] = ~from[xAt + i];
          }
        });
  }
}
