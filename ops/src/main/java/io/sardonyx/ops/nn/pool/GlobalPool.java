package io.sardonyx.ops.nn.pool;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.kernels.DepthwiseKernels;
import io.sardonyx.kernels.ReduceKernels;
import io.sardonyx.kernels.Reduction;
import io.sardonyx.ops.family.ChannelsLast;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.nn.conv.Window;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Pooling over all of a channel: GlobalAveragePool, GlobalMaxPool, GlobalLpPool.
 *
 * @param kind what is computed of a channel
 * @see <a href="https://onnx.ai/onnx/operators/onnx__GlobalAveragePool.html">GlobalAveragePool</a>
 */
public record GlobalPool(PoolKind kind) implements ChannelsLastOperator {

  /** Channels that a task pools. */
  private static final int CHANNELS = 64;

  /** GlobalAveragePool. */
  public static GlobalPool average() {
    return new GlobalPool(new PoolKind.Average());
  }

  /** GlobalMaxPool. */
  public static GlobalPool max() {
    return new GlobalPool(new PoolKind.Max());
  }

  /** GlobalLpPool since version 2. */
  public static GlobalPool lp(Attributes a) {
    return new GlobalPool(new PoolKind.Lp(a.integer("p")));
  }

  /** GlobalLpPool version 1, whose p is a float. */
  public static GlobalPool lpOfFloat(Attributes a) {
    return new GlobalPool(new PoolKind.Lp(a.number("p")));
  }

  @Override
  public void infer(InferContext c) {
    Shape x = c.shape(0);
    if (!x.isRanked()) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    if (x.rank() < 2) {
      throw c.error("input 0 'X' has shape %s; expected rank 2 or more", x);
    }
    List<Dim> dims = new ArrayList<>(List.of(x.dim(0), x.dim(1)));
    while (dims.size() < x.rank()) {
      dims.add(Dim.of(1));
    }
    c.output(0, c.elementType(0), Shape.of(dims));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] x = c.dims(0);
    if (c.layout(0).isChannelsLast()) {
      return channelsLast(c, x);
    }
    int pixels = ChannelsLast.pixels(x);
    if (c.elementType(0) == ElementType.FLOAT && !(kind instanceof PoolKind.Lp)) {
      return planes(c, Math.toIntExact(x[0] * x[1]), pixels);
    }
    PoolShape shape =
        new PoolShape(
            Math.toIntExact(x[0]),
            Math.toIntExact(x[1]),
            List.of(new Window(pixels, 1, pixels, 1, 1, 0, 0)));
    return PlainPool.step(c, shape, kind, false);
  }

  private Step planes(CompileContext c, int planes, int pixels) {
    int x = c.input(0);
    int y = c.output(0);
    ReduceKernels kernels = KernelSets.of(c).reduce();
    boolean average = kind instanceof PoolKind.Average;
    Reduction reduction = average ? Reduction.SUM : Reduction.MAX;
    double scale = average ? 1.0 / Math.max(1, pixels) : 1;
    return Ranges.step(
        planes,
        Ranges.grain(Ranges.CHEAP, pixels),
        (f, from, to, worker) -> {
          for (int plane = from; plane < to; plane++) {
            int at = f.offset(x) + plane * pixels;
            double all = kernels.reduce(reduction, f.floats(x), at, pixels);
            f.floats(y)[f.offset(y) + plane] = (float) (all * scale);
          }
        });
  }

  private Step channelsLast(CompileContext c, long[] dims) {
    int x = c.input(0);
    int y = c.output(0);
    int xPitch = c.layout(0).pitch();
    int yPitch = c.outputLayout(0).pitch();
    int pixels = ChannelsLast.pixels(dims);
    int channels = Math.toIntExact(dims[1]);
    int blocks = (channels + CHANNELS - 1) / CHANNELS;
    float[] scale = {1f / pixels};
    DepthwiseKernels kernels = KernelSets.of(c).depthwise();
    boolean average = kind instanceof PoolKind.Average;
    c.workerScratch(Storage.INTS, pixels);
    return f ->
        f.parallel(
            Math.toIntExact(dims[0]) * blocks,
            (g, t, worker) -> {
              int[] table = g.workerInts(worker);
              for (int p = 0; p < pixels; p++) {
                table[p] = p * xPitch;
              }
              int from = t % blocks * CHANNELS;
              int n = Math.min(channels, from + CHANNELS) - from;
              int image = t / blocks;
              float[] in = g.floats(x);
              int inAt = g.offset(x) + image * pixels * xPitch + from;
              float[] out = g.floats(y);
              int outAt = g.offset(y) + image * yPitch + from;
              if (average) {
                kernels.sumPool(
                    0, 1, pixels, n, in, inAt, table, 0, 1, scale, 0, out, outAt, yPitch);
              } else {
                kernels.maxPool(0, 1, pixels, n, in, inAt, table, 0, 1, out, outAt, yPitch);
              }
            });
  }

  @Override
  public boolean readsAnyPitch() {
    return true;
  }

  @Override
  public boolean writesAnyPitch() {
    return true;
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    boolean fits =
        c.elementType(0) == ElementType.FLOAT && c.rank(0) >= 3 && !(kind instanceof PoolKind.Lp);
    return fits ? Role.FOLLOWS : Role.NEVER;
  }
}
