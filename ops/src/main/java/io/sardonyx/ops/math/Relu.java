package io.sardonyx.ops.math;

import io.sardonyx.Storage;
import io.sardonyx.kernels.Activation;
import io.sardonyx.ops.family.ActivationOperator;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;

/**
 * The greater of the input and 0.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Relu.html">Relu</a>
 */
record Relu() implements ChannelsLastOperator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.tensorType(0));
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    return Role.FOLLOWS;
  }

  @Override
  public Step compile(CompileContext c) {
    if (!c.elementType(0).isInteger()) {
      return ActivationOperator.step(c, Activation.RELU);
    }
    Codec codec = Codec.of(c.elementType(0), Storage.LONGS);
    return Elementwise.unary(
        c,
        codec,
        codec,
        Ranges.CHEAP,
        (x, xAt, y, yAt, n) -> {
          long[] from = (long[]) x;
          long[] to = (long[]) y;
          for (int i = 0; i < n; i++) {
            to[yAt + i] = Math.max(0, from[xAt + i]);
          }
        });
  }
}
