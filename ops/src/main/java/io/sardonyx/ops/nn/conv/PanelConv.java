package io.sardonyx.ops.nn.conv;

import io.sardonyx.Storage;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.GemmKernels;
import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.ops.family.ChannelsLast;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Exercise;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The direct convolution as a matrix product without any copy of the input: rows are output pixels,
 * gathered through a tap table, and columns are output channels in packed panels (the indirect
 * convolution of Dukhan, "The Indirect Convolution Algorithm", 2019). Any rank, group, stride,
 * dilation and padding; with one tap and no gaps it is a plain matrix product.
 *
 * <p>A task owns a chunk of pixels that fits the second-level cache and some panels.
 */
public final class PanelConv implements ConvStrategy {

  /** Floats of input that a task works on. */
  private static final int CHUNK_FLOATS = 256 * 1024;

  /** Tasks to aim for, where there is enough work. */
  private static final int TASKS = 16;

  private static final double MIN_TASK_FLOPS = 1e6;

  /** Panels of a task, where there are enough: they share the rows that are copied to tiles. */
  private static final int MIN_PANELS = 2;

  /** Pixels of a task, where there are enough: they share the weights that come from memory. */
  private static final int MIN_PIXELS = 56;

  /** Weights that stay in the second-level cache, so that every task may read all of them. */
  private static final int CACHED_WEIGHTS = 256 * 1024;

  private final ConvShape shape;
  private final Kernels kernels;
  private final GemmPacking packing;

  public PanelConv(ConvShape shape, Kernels kernels) {
    this.shape = shape;
    this.kernels = kernels;
    this.packing =
        GemmPacking.of(kernels.gemm(), columns(shape), shape.taps(), shape.groupInChannels());
  }

  /** Columns to compute; a single group may fill up the pitch, which needs no masks. */
  private static int columns(ConvShape shape) {
    return shape.group() == 1 ? ChannelsLast.pitch(shape.outChannels()) : shape.groupOutChannels();
  }

  @Override
  public int packedLength() {
    return Math.multiplyExact(shape.group(), packing.length());
  }

  @Override
  public int biasLength() {
    return Math.multiplyExact(shape.group(), packing.paddedColumns());
  }

  @Override
  public void pack(float[] w, int wAt, float[] to, int toAt) {
    int taps = shape.taps();
    int k = shape.groupInChannels();
    int columns = shape.groupOutChannels();
    for (int g = 0; g < shape.group(); g++) {
      for (int p = 0; p < packing.panels(); p++) {
        int width = packing.widths()[p];
        int base = toAt + g * packing.length() + packing.offsets()[p];
        for (int j = 0; j < width; j++) {
          int column = packing.firstColumns()[p] + j;
          int from = wAt + (g * columns + column) * k * taps;
          for (int i = 0; i < k; i++) {
            for (int t = 0; t < taps; t++) {
              to[base + (t * k + i) * width + j] = column < columns ? w[from + i * taps + t] : 0;
            }
          }
        }
      }
    }
  }

  @Override
  public void packBias(float[] b, int bAt, float[] to, int toAt) {
    int columns = shape.groupOutChannels();
    int padded = packing.paddedColumns();
    for (int g = 0; g < shape.group(); g++) {
      for (int j = 0; j < padded; j++) {
        to[toAt + g * padded + j] = b != null && j < columns ? b[bAt + g * columns + j] : 0;
      }
    }
  }

  @Override
  public Step step(CompileContext c, ConvOperands o) {
    int pixels = shape.outPixels();
    int perPixel = Math.max(16, o.xPitch() * Math.max(1, shape.inPixels() / Math.max(1, pixels)));
    int chunk = Math.clamp(CHUNK_FLOATS / perPixel, 24, 2048);
    int chunks = Math.max(1, Math.ceilDiv(pixels, chunk));
    int panels = shape.group() * packing.panels();
    int wanted =
        Math.ceilDiv((int) Math.clamp(shape.flops() / MIN_TASK_FLOPS, 1, TASKS), shape.batch());
    int mostShares = Math.ceilDiv(panels, MIN_PANELS);
    int mostChunks = Math.max(chunks, pixels / MIN_PIXELS);
    int shares;
    if (shape.group() * packing.length() <= CACHED_WEIGHTS) {
      chunks = Math.clamp(wanted, chunks, mostChunks);
      shares = Math.clamp(Math.ceilDiv(wanted, chunks), 1, mostShares);
    } else {
      shares = Math.clamp(Math.ceilDiv(wanted, chunks), 1, mostShares);
      chunks = Math.clamp(Math.ceilDiv(wanted, shares), chunks, mostChunks);
    }
    chunk = Math.ceilDiv(pixels, chunks);
    int zeros = -1;
    if (!shape.isPointwise()) {
      c.workerScratch(Storage.INTS, (long) shape.taps() * chunk);
      zeros = c.scratch(Storage.FLOATS, shape.groupInChannels());
    }
    TapTable table = new TapTable(shape.axes(), o.xPitch());
    Run run = new Run(o, table, chunk, chunks, shares, zeros);
    return new PanelStep(
        run, run::task, shape.batch() * chunks * shares, zeros, shape.groupInChannels());
  }

  /** The step, with a text for plans. */
  private record PanelStep(Run run, ParallelTask task, int tasks, int zeros, int zeroCount)
      implements Step {
    @Override
    public void run(Frame f) {
      if (zeros >= 0) {
        int at = f.offset(zeros);
        Arrays.fill(f.floats(zeros), at, at + zeroCount, 0f);
      }
      f.parallel(tasks, task);
    }

    @Override
    public List<Exercise> exercises() {
      return run.exercises();
    }

    @Override
    public String toString() {
      return run + ", " + tasks + " tasks";
    }
  }

  /** One convolution for known tensors. */
  private final class Run {
    private final ConvOperands o;
    private final TapTable table;
    private final int chunk;
    private final int chunks;
    private final int shares;
    private final int zeros;
    private final ElementwiseKernels elementwise = kernels.elementwise();

    Run(ConvOperands o, TapTable table, int chunk, int chunks, int shares, int zeros) {
      this.o = o;
      this.table = table;
      this.chunk = chunk;
      this.chunks = chunks;
      this.shares = shares;
      this.zeros = zeros;
    }

    void task(Frame f, int task, int worker) {
      int share = task % shares;
      int from = task / shares % chunks * chunk;
      int image = task / shares / chunks;
      int to = Math.min(shape.outPixels(), from + chunk);
      if (from >= to) {
        return;
      }
      if (zeros >= 0) {
        table.fill(from, to, f.workerInts(worker), to - from);
      }
      int panels = shape.group() * packing.panels();
      int first = (int) ((long) panels * share / shares);
      int end = (int) ((long) panels * (share + 1) / shares);
      for (int p = first; p < end; ) {
        int group = p / packing.panels();
        int inGroup = p % packing.panels();
        int run = packing.run(inGroup, Math.min(packing.panels(), inGroup + end - p));
        panels(f, worker, image, from, to, group, inGroup, run);
        p += run - inGroup;
      }
      if (!o.activation().isClamp()) {
        activate(f, image, from, to, first, end);
      }
    }

    List<Exercise> exercises() {
      List<Exercise> all =
          new ArrayList<>(Exercises.products(kernels, zeros >= 0, packing.widths()));
      if (!o.activation().isClamp()) {
        all.add(new Exercises.Activations(kernels, o.activation()));
      }
      return all;
    }

    /** Computes the columns of panels [p, end) of a group, which have one width. */
    private void panels(
        Frame f, int worker, int image, int from, int to, int group, int p, int end) {
      GemmKernels gemm = kernels.gemm();
      int k = shape.groupInChannels();
      int width = packing.widths()[p];
      int stride = shape.taps() * k * width;
      boolean padded = shape.group() == 1 && o.yPitch() >= packing.paddedColumns();
      int last = padded ? width : packing.validColumns(end - 1);
      int columns = (end - 1 - p) * width + last;
      int channel = group * shape.groupOutChannels() + packing.firstColumns()[p];
      float[] x = f.floats(o.x());
      int xAt = f.offset(o.x()) + image * shape.inPixels() * o.xPitch() + group * k;
      float[] w = o.weights().weights(f);
      int wAt = o.weights().weightsAt(f) + group * packing.length() + packing.offsets()[p];
      float[] y = f.floats(o.y());
      int yAt = f.offset(o.y()) + (image * shape.outPixels() + from) * o.yPitch() + channel;
      float[] bias = o.weights().bias(f);
      int biasAt =
          o.weights().biasAt(f) + group * packing.paddedColumns() + packing.firstColumns()[p];
      float[] residual = o.residual(f);
      int residualAt =
          o.residualAt(f) + (image * shape.outPixels() + from) * o.residualPitch() + channel;
      float min = o.activation().min();
      float max = o.activation().max();
      if (zeros >= 0) {
        gemm.indirect(
            0,
            to - from,
            shape.taps(),
            k,
            x,
            xAt,
            f.offset(zeros),
            f.workerInts(worker),
            0,
            to - from,
            w,
            wAt,
            stride,
            width,
            columns,
            y,
            yAt,
            o.yPitch(),
            bias,
            biasAt,
            residual,
            residualAt,
            o.residualPitch(),
            min,
            max);
      } else {
        gemm.rows(
            0,
            to - from,
            k,
            x,
            xAt + from * o.xPitch(),
            o.xPitch(),
            w,
            wAt,
            stride,
            width,
            columns,
            y,
            yAt,
            o.yPitch(),
            bias,
            biasAt,
            residual,
            residualAt,
            o.residualPitch(),
            min,
            max);
      }
    }

    /** Applies an activation that no kernel knows to the columns of panels [first, end). */
    private void activate(Frame f, int image, int from, int to, int first, int end) {
      float[] y = f.floats(o.y());
      int begin = column(first);
      int columns = Math.min(column(end), shape.outChannels()) - begin;
      int at = f.offset(o.y()) + (image * shape.outPixels() + from) * o.yPitch() + begin;
      if (columns == o.yPitch()) {
        elementwise.activate(o.activation(), y, at, y, at, (to - from) * columns);
        return;
      }
      for (int m = from; m < to; m++, at += o.yPitch()) {
        elementwise.activate(o.activation(), y, at, y, at, columns);
      }
    }

    /** The first output channel of a panel, counted through all groups. */
    private int column(int panel) {
      int group = panel / packing.panels();
      int p = panel % packing.panels();
      return group * shape.groupOutChannels() + (p == 0 ? 0 : packing.firstColumns()[p]);
    }

    @Override
    public String toString() {
      return "%s, %d panels, %d chunks of %d pixels, %d shares"
          .formatted(
              zeros >= 0 ? "indirect" : "pointwise",
              shape.group() * packing.panels(),
              chunks,
              chunk,
              shares);
    }
  }
}
