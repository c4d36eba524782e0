package io.sardonyx.ops.nn.pool;

import io.sardonyx.Storage;
import io.sardonyx.kernels.DepthwiseKernels;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.nn.conv.TapTable;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Step;

/** Pooling of floats that lie channels last: whole pixels at a time. */
final class ChannelsLastPool {

  /** Floats of output that a task writes. */
  private static final int CHUNK_FLOATS = 16 * 1024;

  private ChannelsLastPool() {}

  static Step step(CompileContext c, PoolShape s, PoolKind kind, boolean includePadding) {
    int x = c.input(0);
    int y = c.output(0);
    int xPitch = c.layout(0).pitch();
    int yPitch = c.outputLayout(0).pitch();
    DepthwiseKernels kernels = KernelSets.of(c).depthwise();
    TapTable table = s.table(xPitch);
    int pixels = s.outPixels();
    int taps = s.taps();
    int chunk = Math.clamp(CHUNK_FLOATS / yPitch, 1, Math.max(1, pixels));
    int chunks = (pixels + chunk - 1) / chunk;
    c.workerScratch(Storage.INTS, (long) taps * chunk);
    float[] averages = kind instanceof PoolKind.Average ? s.averages(includePadding) : null;
    return f ->
        f.parallel(
            s.batch() * chunks,
            (g, t, worker) -> {
              int from = t % chunks * chunk;
              int n = Math.min(pixels, from + chunk) - from;
              int[] entries = g.workerInts(worker);
              table.fill(from, from + n, entries, n);
              int image = t / chunks;
              float[] in = g.floats(x);
              int inAt = g.offset(x) + image * s.inPixels() * xPitch;
              float[] out = g.floats(y);
              int outAt = g.offset(y) + (image * pixels + from) * yPitch;
              if (averages == null) {
                kernels.maxPool(
                    0, n, taps, s.channels(), in, inAt, entries, 0, n, out, outAt, yPitch);
              } else {
                kernels.sumPool(
                    0,
                    n,
                    taps,
                    s.channels(),
                    in,
                    inAt,
                    entries,
                    0,
                    n,
                    averages,
                    from,
                    out,
                    outAt,
                    yPitch);
              }
            });
  }
}
