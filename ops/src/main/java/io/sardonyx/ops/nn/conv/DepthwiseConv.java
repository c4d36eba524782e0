package io.sardonyx.ops.nn.conv;

import io.sardonyx.Storage;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/** The depthwise convolution: every channel for itself, a vector of channels at a time. */
public final class DepthwiseConv implements ConvStrategy {

  /** Floats of output that a task writes. */
  private static final int CHUNK_FLOATS = 16 * 1024;

  private static final int CHANNEL_UNIT = 16;

  private final ConvShape shape;
  private final Kernels kernels;
  private final int padded;

  public DepthwiseConv(ConvShape shape, Kernels kernels) {
    this.shape = shape;
    this.kernels = kernels;
    this.padded = (shape.inChannels() + CHANNEL_UNIT - 1) / CHANNEL_UNIT * CHANNEL_UNIT;
  }

  @Override
  public int packedLength() {
    return shape.taps() * padded;
  }

  @Override
  public int biasLength() {
    return padded;
  }

  @Override
  public void pack(float[] w, int wAt, float[] to, int toAt) {
    int taps = shape.taps();
    for (int t = 0; t < taps; t++) {
      for (int c = 0; c < padded; c++) {
        to[toAt + t * padded + c] = c < shape.inChannels() ? w[wAt + c * taps + t] : 0;
      }
    }
  }

  @Override
  public void packBias(float[] b, int bAt, float[] to, int toAt) {
    Arrays.fill(to, toAt, toAt + padded, 0);
    if (b != null) {
      System.arraycopy(b, bAt, to, toAt, shape.outChannels());
    }
  }

  @Override
  public Step step(CompileContext c, ConvOperands o) {
    int pixels = shape.outPixels();
    int wanted = Math.clamp(CHUNK_FLOATS / padded, 8, 1024);
    int chunks = Math.max(1, (pixels + wanted - 1) / wanted);
    int chunk = (pixels + chunks - 1) / chunks;
    c.workerScratch(Storage.INTS, (long) shape.taps() * chunk);
    TapTable table = new TapTable(shape.axes(), o.xPitch());
    int tasks = shape.batch() * chunks;
    return f ->
        f.parallel(
            tasks, (g, t, w) -> chunk(g, o, table, t / chunks, t % chunks * chunk, chunk, w));
  }

  private void chunk(
      Frame f, ConvOperands o, TapTable table, int image, int from, int chunk, int worker) {
    int n = Math.min(shape.outPixels(), from + chunk) - from;
    if (n <= 0) {
      return;
    }
    int[] entries = f.workerInts(worker);
    table.fill(from, from + n, entries, n);
    float[] y = f.floats(o.y());
    int outPixel = image * shape.outPixels() + from;
    int yAt = f.offset(o.y()) + outPixel * o.yPitch();
    kernels
        .depthwise()
        .convolve(
            0,
            n,
            shape.taps(),
            shape.inChannels(),
            f.floats(o.x()),
            f.offset(o.x()) + image * shape.inPixels() * o.xPitch(),
            entries,
            0,
            n,
            o.weights().weights(f),
            o.weights().weightsAt(f),
            padded,
            y,
            yAt,
            o.yPitch(),
            o.weights().bias(f),
            o.weights().biasAt(f),
            o.residual(f),
            o.residualAt(f) + outPixel * o.residualPitch(),
            o.residualPitch(),
            o.activation().min(),
            o.activation().max());
    if (!o.activation().isClamp()) {
      kernels.elementwise().activate(o.activation(), y, yAt, y, yAt, n * o.yPitch());
    }
  }
}
