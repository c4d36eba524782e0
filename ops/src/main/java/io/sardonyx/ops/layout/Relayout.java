package io.sardonyx.ops.layout;

import io.sardonyx.ops.family.ChannelsLast;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Layout;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.OperatorId;
import io.sardonyx.runtime.spi.Step;

/**
 * Moves a tensor to the layout of the node's output; the layout pass puts it at the borders of
 * regions that run channels last.
 */
public record Relayout() implements Operator {

  public static final OperatorId ID = new OperatorId(OperatorId.INTERNAL_DOMAIN, "Relayout", 1);

  @Override
  public void infer(InferContext c) {
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    Layout from = c.layout(0);
    Layout to = c.outputLayout(0);
    int x = c.input(0);
    int y = c.output(0);
    // Never a view, even where the elements keep their order: kernels rely on channels-last tensors
    // being in the slab, beside their scratch, and a view would let them be a caller's input or the
    // array of a result.
    if (to.isChannelsLast() && !from.isChannelsLast()) {
      return ChannelsLast.fromPlain(dims, x, y, to.pitch());
    }
    if (from.isChannelsLast() && !to.isChannelsLast()) {
      return ChannelsLast.toPlain(dims, x, from.pitch(), y);
    }
    throw c.error("from %s to %s is no change of layout", from, to);
  }
}
