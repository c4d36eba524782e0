package io.sardonyx.ops.nn.conv;

import static io.sardonyx.runtime.spi.FloatSpan.LINE_START;

import io.sardonyx.Storage;
import io.sardonyx.kernels.DepthwiseKernels;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Exercise;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;
import java.util.List;

/**
 * The depthwise convolution of pictures with kernels of 3 x 3 and 5 x 5. A task copies a band of
 * rows of one vector of channels into scratch memory, with zeros around it, where pixels lie side
 * by side; from there row kernels load every input once for all outputs that see it.
 */
final class DepthwiseRowConv implements ConvStrategy {

  /** Floats of a task's inputs: a part of the second-level cache. */
  private static final int TASK_FLOATS = 64 * 1024;

  /** Channels that a task reads together, since memory comes in pages and cache lines in pairs. */
  private static final int TASK_CHANNELS = 32;

  /** Floats of outputs that wait in the first-level cache for their activation. */
  private static final int SUM_FLOATS = 4 * 1024;

  /** Multiplications that make a task worth its start. */
  private static final int MIN_TASK = 200_000;

  private final ConvShape shape;
  private final Kernels kernels;
  private final DepthwiseKernels depthwise;
  private final int lanes;
  private final int blocks;
  private final int group;
  private final Window rows;
  private final Window columns;
  private final int rowPixels;
  private final int band;
  private final int bands;

  DepthwiseRowConv(ConvShape shape, Kernels kernels) {
    this.shape = shape;
    this.kernels = kernels;
    this.depthwise = kernels.depthwise();
    this.lanes = depthwise.lanes();
    this.blocks = Math.ceilDiv(shape.inChannels(), lanes);
    this.rows = shape.axes().get(0).window();
    this.columns = shape.axes().get(1).window();
    this.rowPixels = (columns.output() - 1) * columns.stride() + columns.kernel();
    int perBlock = rows.output() * columns.output() * shape.taps() * lanes;
    this.group =
        Math.min(blocks, Math.max(TASK_CHANNELS / lanes, MIN_TASK / Math.max(1, perBlock)));
    int fitting = TASK_FLOATS / (rowPixels * lanes * group) - rows.kernel() + rows.stride();
    int most = Math.clamp(fitting / rows.stride(), 1, Math.max(1, rows.output()));
    this.bands = Math.ceilDiv(rows.output(), most);
    this.band = Math.ceilDiv(rows.output(), Math.max(1, bands));
  }

  /** Whether there are row kernels for this convolution. */
  static boolean fits(ConvShape shape, Kernels kernels) {
    if (!shape.isDepthwise() || shape.axes().size() != 2) {
      return false;
    }
    Window y = shape.axes().get(0).window();
    Window x = shape.axes().get(1).window();
    return y != null
        && x != null
        && x.kernel() == y.kernel()
        && x.stride() == y.stride()
        && x.dilation() == 1
        && y.dilation() == 1
        && DepthwiseKernels.hasRow(x.kernel(), x.stride())
        && x.output() >= kernels.depthwise().minRowOutputs();
  }

  @Override
  public int packedLength() {
    return shape.taps() * blocks * lanes;
  }

  @Override
  public int biasLength() {
    return blocks * lanes;
  }

  @Override
  public void pack(float[] w, int wAt, float[] to, int toAt) {
    int taps = shape.taps();
    for (int c = 0; c < blocks * lanes; c++) {
      int place = toAt + c / lanes * taps * lanes + c % lanes;
      for (int t = 0; t < taps; t++) {
        to[place + t * lanes] = c < shape.inChannels() ? w[wAt + c * taps + t] : 0;
      }
    }
  }

  @Override
  public void packBias(float[] b, int bAt, float[] to, int toAt) {
    Arrays.fill(to, toAt, toAt + blocks * lanes, 0);
    if (b != null) {
      System.arraycopy(b, bAt, to, toAt, shape.outChannels());
    }
  }

  @Override
  public Step step(CompileContext c, ConvOperands o) {
    c.workerScratch(
        Storage.FLOATS,
        LINE_START
            + (long) group * inRows(band) * rowPixels * lanes
            + sumRows() * columns.output() * lanes);
    return new Rows(o);
  }

  /** Output rows that wait for their activation. */
  private int sumRows() {
    return Math.clamp(SUM_FLOATS / (columns.output() * lanes), 1, band);
  }

  /** Input rows that so many output rows see. */
  private int inRows(int outRows) {
    return (outRows - 1) * rows.stride() + rows.kernel();
  }

  /** Bands of groups of vectors of channels. */
  private final class Rows implements Step {
    private final ConvOperands o;
    private final int groups = Math.ceilDiv(blocks, group);

    Rows(ConvOperands o) {
      this.o = o;
    }

    @Override
    public void run(Frame f) {
      f.parallel(shape.batch() * bands * groups, this::task);
    }

    private void task(Frame f, int task, int worker) {
      int image = task / (bands * groups);
      int y0 = task / groups % bands * band;
      int y1 = Math.min(rows.output(), y0 + band);
      int first = task % groups * group;
      int end = Math.min(blocks, first + group);
      if (y0 >= y1) {
        return;
      }
      float[] own = f.workerFloats(worker);
      int inRows = inRows(y1 - y0);
      int length = inRows * rowPixels * lanes;
      for (int block = first; block < end; block++) {
        depthwise.pad(
            f.floats(o.x()),
            f.offset(o.x()) + image * shape.inPixels() * o.xPitch() + block * lanes,
            o.xPitch(),
            rows.input(),
            columns.input(),
            rows.start(y0),
            columns.padBegin(),
            own,
            LINE_START + (block - first) * length,
            inRows,
            rowPixels);
      }
      for (int block = first; block < end; block++) {
        int at = LINE_START + (block - first) * length;
        int n = isDirect(f) ? y1 - y0 : sumRows();
        for (int y = y0; y < y1; y += n) {
          int from = at + (y - y0) * rows.stride() * rowPixels * lanes;
          convolve(f, image, y, Math.min(n, y1 - y), from, block, own);
        }
      }
    }

    /** Whether the kernel may store its results where they belong. */
    private boolean isDirect(Frame f) {
      return o.activation().isClamp() && o.residual(f) == null;
    }

    private void convolve(Frame f, int image, int y0, int n, int at, int block, float[] own) {
      ConvOperands.Packed packed = o.weights();
      int width = columns.output();
      int pixel = image * shape.outPixels() + y0 * width;
      float[] out = f.floats(o.y());
      int outAt = f.offset(o.y()) + pixel * o.yPitch() + block * lanes;
      boolean direct = isDirect(f);
      int sumsAt = own.length - n * width * lanes;
      depthwise.rows(
          rows.kernel(),
          rows.stride(),
          own,
          at,
          rowPixels * lanes,
          n,
          width,
          packed.weights(f),
          packed.weightsAt(f) + block * shape.taps() * lanes,
          packed.bias(f),
          packed.biasAt(f) + block * lanes,
          direct ? o.activation().min() : Float.NEGATIVE_INFINITY,
          direct ? o.activation().max() : Float.POSITIVE_INFINITY,
          direct ? out : own,
          direct ? outAt : sumsAt,
          direct ? o.yPitch() : lanes,
          width * (direct ? o.yPitch() : lanes));
      if (!direct) {
        if (o.residual(f) != null) {
          addResidual(f, pixel, n * width, block, own, sumsAt);
        }
        kernels.elementwise().activate(o.activation(), own, sumsAt, own, sumsAt, n * width * lanes);
        depthwise.copyPixels(own, sumsAt, lanes, n * width, out, outAt, o.yPitch());
      }
    }

    private void addResidual(Frame f, int pixel, int n, int block, float[] own, int sumsAt) {
      float[] residual = o.residual(f);
      int from = o.residualAt(f) + pixel * o.residualPitch() + block * lanes;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < lanes; j++) {
          own[sumsAt + i * lanes + j] += residual[from + i * o.residualPitch() + j];
        }
      }
    }

    @Override
    public List<Exercise> exercises() {
      Exercise depthwiseRows = new Exercises.DepthwiseRows(kernels, rows.kernel(), rows.stride());
      return o.activation().isClamp()
          ? List.of(depthwiseRows)
          : List.of(depthwiseRows, new Exercises.Activations(kernels, o.activation()));
    }

    @Override
    public String toString() {
      return "depthwise rows, %d blocks of %d channels in groups of %d, %d bands of %d rows"
          .formatted(blocks, lanes, group, bands, band);
    }
  }
}
