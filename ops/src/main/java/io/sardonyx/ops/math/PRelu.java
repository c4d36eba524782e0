package io.sardonyx.ops.math;

import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.ops.family.Alignment;
import io.sardonyx.ops.family.LayoutWalk;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;

/**
 * The input where it is not negative, elsewhere the input times a slope that is a tensor too.
 *
 * @param perChannel whether a slope of one dimension belongs to the channels, dimension 1, as
 *     before version 7; otherwise it is broadcast as numpy does
 * @see <a href="https://onnx.ai/onnx/operators/onnx__PRelu.html">PRelu</a>
 */
record PRelu(boolean perChannel) implements ChannelsLastOperator {

  @Override
  public void infer(InferContext c) {
    boolean known = c.shape(0).isRanked() && c.shape(1).isRanked();
    c.output(0, c.elementType(0), known ? alignment(c).shape(c) : c.shape(0));
  }

  private Alignment alignment(NodeContext c) {
    boolean isChannels = perChannel && c.rank(1) == 1 && c.rank(0) > 1;
    return isChannels ? new Alignment(Alignment.Rule.SECOND, 1) : Alignment.SECOND;
  }

  @Override
  public boolean readsAnyPitch() {
    return true;
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    return perChannel ? Role.NEVER : LayoutWalk.role(c);
  }

  @Override
  public boolean isChannelsLastInput(NodeContext c, int i) {
    return LayoutWalk.isChannelsLastInput(c, i);
  }

  @Override
  public Step compile(CompileContext c) {
    return ArithmeticOperator.step(c, BinaryFunction.PRELU, alignment(c));
  }
}
