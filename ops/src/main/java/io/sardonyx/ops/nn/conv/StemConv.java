package io.sardonyx.ops.nn.conv;

import io.sardonyx.Storage;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Exercise;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The convolution of a picture with few channels, such as a network's first. One tap has too few
 * numbers for the inner loop, but where pixels lie densely, the taps along the last axis and their
 * channels are one run of numbers. So the picture is copied densely with its padding, from the
 * plain layout, and each row of the kernel becomes one tap.
 */
public final class StemConv implements ConvStrategy {

  /** Most channels for which the copy pays. */
  public static final int MAX_CHANNELS = 4;

  private final ConvShape shape;
  private final Window[] windows;
  private final PanelConv rows;
  private final ConvShape rowShape;

  public StemConv(ConvShape shape, Kernels kernels) {
    this.shape = shape;
    this.windows = shape.axes().stream().map(TapAxis::window).toArray(Window[]::new);
    List<TapAxis> axes = new ArrayList<>();
    for (int i = 0; i < windows.length - 1; i++) {
      Window w = windows[i];
      axes.add(
          TapAxis.of(
              new Window(extent(w), w.output(), w.kernel(), w.stride(), w.dilation(), 0, 0)));
    }
    Window last = windows[windows.length - 1];
    axes.add(TapAxis.of(new Window(extent(last), last.output(), 1, last.stride(), 1, 0, 0)));
    int run = last.kernel() * shape.inChannels();
    rowShape = new ConvShape(shape.batch(), run, shape.outChannels(), 1, axes);
    this.rows = new PanelConv(rowShape, kernels);
  }

  /** Whether this strategy fits. */
  public static boolean fits(ConvShape shape) {
    TapAxis last = shape.axes().getLast();
    return shape.group() == 1
        && shape.inChannels() <= MAX_CHANNELS
        && shape.taps() > 1
        && shape.axes().stream().allMatch(a -> a.window() != null)
        && last.window().dilation() == 1;
  }

  /** Inputs along an axis with all the padding that windows reach. */
  private static int extent(Window w) {
    return Math.max(
        w.padBegin() + w.input(),
        (w.output() - 1) * w.stride() + (w.kernel() - 1) * w.dilation() + 1);
  }

  @Override
  public int packedLength() {
    return rows.packedLength();
  }

  @Override
  public int biasLength() {
    return rows.biasLength();
  }

  @Override
  public void pack(float[] w, int wAt, float[] to, int toAt) {
    int channels = shape.inChannels();
    int taps = shape.taps();
    int lastTaps = windows[windows.length - 1].kernel();
    int leading = taps / lastTaps;
    float[] turned = new float[shape.outChannels() * channels * taps];
    int at = 0;
    for (int o = 0; o < shape.outChannels(); o++) {
      for (int u = 0; u < lastTaps; u++) {
        for (int c = 0; c < channels; c++) {
          for (int t = 0; t < leading; t++) {
            turned[at++] = w[wAt + (o * channels + c) * taps + t * lastTaps + u];
          }
        }
      }
    }
    rows.pack(turned, 0, to, toAt);
  }

  @Override
  public void packBias(float[] b, int bAt, float[] to, int toAt) {
    rows.packBias(b, bAt, to, toAt);
  }

  /** The step; {@code operands.x} is a plain tensor. */
  @Override
  public Step step(CompileContext c, ConvOperands o) {
    int dense = rowShape.inPixels() * shape.inChannels();
    int copy = c.scratch(Storage.FLOATS, (long) dense * shape.batch());
    ConvOperands inner =
        new ConvOperands(
            copy,
            shape.inChannels(),
            o.y(),
            o.yPitch(),
            o.residual(),
            o.residualPitch(),
            o.weights(),
            o.activation());
    Step product = rows.step(c, inner);
    int paddedRows = rowShape.inPixels() / extent(windows[windows.length - 1]);
    int perTask = Math.max(1, 16 * 1024 / (dense / Math.max(1, paddedRows) + 1));
    int tasksPerImage = (paddedRows + perTask - 1) / perTask;
    int tasks = tasksPerImage * shape.batch();
    return new StemStep(
        f ->
            f.parallel(
                tasks,
                (g, t, w) -> {
                  int from = t % tasksPerImage * perTask;
                  int to = Math.min(paddedRows, from + perTask);
                  copyRows(g, o.x(), copy, t / tasksPerImage, from, to);
                }),
        product);
  }

  private record StemStep(Step copy, Step product) implements Step {
    @Override
    public void run(Frame f) {
      copy.run(f);
      product.run(f);
    }

    @Override
    public List<Exercise> exercises() {
      return product.exercises();
    }

    @Override
    public String toString() {
      return "stem: padded copy, then " + product;
    }
  }

  /** Copies padded rows [from, to) of one picture from the plain layout. */
  private void copyRows(Frame f, int xSlot, int copySlot, int image, int from, int to) {
    int channels = shape.inChannels();
    int inPixels = shape.inPixels();
    Window last = windows[windows.length - 1];
    int width = extent(last);
    float[] x = f.floats(xSlot);
    int xAt = f.offset(xSlot) + image * inPixels * channels;
    float[] y = f.floats(copySlot);
    int yAt = f.offset(copySlot) + image * rowShape.inPixels() * channels;
    for (int row = from; row < to; row++) {
      int source = sourceRow(row);
      int at = yAt + row * width * channels;
      int begin = source < 0 ? width : last.padBegin();
      int n = source < 0 ? 0 : Math.min(last.input(), width - begin);
      java.util.Arrays.fill(y, at, at + begin * channels, 0);
      for (int c = 0; c < channels; c++) {
        int read = xAt + c * inPixels + source * last.input();
        int write = at + begin * channels + c;
        for (int i = 0; i < n; i++) {
          y[write + i * channels] = x[read + i];
        }
      }
      java.util.Arrays.fill(y, at + (begin + n) * channels, at + width * channels, 0);
    }
  }

  /** The input row of a padded row, over all leading axes, or -1. */
  private int sourceRow(int row) {
    int source = 0;
    int scale = 1;
    int rest = row;
    for (int i = windows.length - 2; i >= 0; i--) {
      int extent = extent(windows[i]);
      int at = rest % extent - windows[i].padBegin();
      rest /= extent;
      if (at < 0 || at >= windows[i].input()) {
        return -1;
      }
      source += at * scale;
      scale *= windows[i].input();
    }
    return source;
  }
}
