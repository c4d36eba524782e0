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
 * True where the input is false.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Not.html">Not</a>
 */
record Not() implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    Codec codec = Codec.none(Storage.BYTES);
    return Elementwise.unary(
        c,
        codec,
        codec,
        Ranges.CHEAP,
        (x, xAt, y, yAt, n) -> {
          byte[] from = (byte[]) x;
          byte[] to = (byte[]) y;
          for (int i = 0; i < n; i++) {
            to[yAt + i] = (byte) (from[xAt + i] ^ 1);
          }
        });
  }
}
