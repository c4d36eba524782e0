package io.sardonyx.ops.nn.conv;

import io.sardonyx.Storage;
import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The transposed convolution as ordinary ones: outputs with the same remainders by the strides (a
 * phase) see the same taps, so each phase is a direct convolution whose outputs lie a stride apart.
 */
public final class TransposedConv implements ConvStrategy {

  /** The outputs with certain remainders by the strides. */
  private static final class Phase {
    final int[] remainders;
    final int[] taps;
    final TapTable table;
    final GemmPacking packing;
    final int packedAt;
    final int rows;
    final int rowOutputs;
    final int[] rowSizes;

    Phase(
        int[] remainders,
        int[] taps,
        List<TapAxis> axes,
        int pitch,
        GemmPacking packing,
        int packedAt) {
      this.remainders = remainders;
      this.taps = taps;
      this.table = new TapTable(axes, pitch);
      this.packing = packing;
      this.packedAt = packedAt;
      this.rowOutputs = axes.getLast().outputs();
      this.rowSizes =
          axes.subList(0, axes.size() - 1).stream().mapToInt(TapAxis::outputs).toArray();
      this.rows = Arrays.stream(rowSizes).reduce(1, Math::multiplyExact);
    }
  }

  private final List<TransposedAxis> axes;
  private final ConvShape shape;
  private final Kernels kernels;
  private final int xPitch;
  private final List<Phase> phases = new ArrayList<>();
  private int packedLength;

  /**
   * @param shape channels and groups; its axes are not used
   */
  TransposedConv(List<TransposedAxis> axes, ConvShape shape, Kernels kernels, int xPitch) {
    this.axes = axes;
    this.shape = shape;
    this.kernels = kernels;
    this.xPitch = xPitch;
    addPhases(new int[axes.size()], 0);
  }

  /** The step of a transposed convolution node. */
  public static Step compile(
      CompileContext c, List<TransposedAxis> axes, int group, Activation activation) {
    long[] x = c.dims(0);
    long[] w = c.dims(1);
    ConvShape shape =
        new ConvShape(
            Math.toIntExact(x[0]),
            Math.toIntExact(x[1]),
            Math.toIntExact(w[1] * group),
            group,
            List.of());
    return ConvSteps.compileTransposed(c, axes, shape, activation);
  }

  private void addPhases(int[] remainders, int axis) {
    if (axis < axes.size()) {
      for (int r = 0; r < axes.get(axis).phases(); r++) {
        remainders[axis] = r;
        addPhases(remainders, axis + 1);
      }
      return;
    }
    int[] taps = {0};
    List<TapAxis> phaseAxes = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      TransposedAxis a = axes.get(i);
      int[] own = a.phaseTaps(remainders[i]);
      int[] joined = new int[taps.length * own.length];
      for (int t = 0; t < joined.length; t++) {
        joined[t] = taps[t / own.length] * a.taps() + own[t % own.length];
      }
      taps = joined;
      phaseAxes.add(a.phaseAxis(remainders[i]));
    }
    GemmPacking packing =
        GemmPacking.of(
            kernels.gemm(), shape.groupOutChannels(), taps.length, shape.groupInChannels());
    phases.add(new Phase(remainders.clone(), taps, phaseAxes, xPitch, packing, packedLength));
    packedLength = Math.addExact(packedLength, shape.group() * packing.length());
  }

  @Override
  public int packedLength() {
    return packedLength;
  }

  @Override
  public int biasLength() {
    return shape.group() * phases.getFirst().packing.paddedColumns();
  }

  /** Packs weights of the logical shape [in channels, out channels of the group, taps]. */
  @Override
  public void pack(float[] w, int wAt, float[] to, int toAt) {
    int k = shape.groupInChannels();
    int columns = shape.groupOutChannels();
    int allTaps = axes.stream().mapToInt(TransposedAxis::taps).reduce(1, Math::multiplyExact);
    for (Phase phase : phases) {
      for (int g = 0; g < shape.group(); g++) {
        int base = wAt + g * k * columns * allTaps;
        int at = toAt + phase.packedAt + g * phase.packing.length();
        for (int p = 0; p < phase.packing.panels(); p++) {
          phase.packing.packPanel(
              p,
              (column, tap, i) -> w[base + (i * columns + column) * allTaps + phase.taps[tap]],
              to,
              at);
        }
      }
    }
  }

  @Override
  public void packBias(float[] b, int bAt, float[] to, int toAt) {
    int columns = shape.groupOutChannels();
    int padded = phases.getFirst().packing.paddedColumns();
    for (int g = 0; g < shape.group(); g++) {
      for (int j = 0; j < padded; j++) {
        to[toAt + g * padded + j] = b != null && j < columns ? b[bAt + g * columns + j] : 0;
      }
    }
  }

  @Override
  public Step step(CompileContext c, ConvOperands o) {
    int longest = 1;
    int rows = 0;
    for (Phase phase : phases) {
      longest = Math.max(longest, phase.taps.length * phase.rowOutputs);
      rows += phase.rows;
    }
    c.workerScratch(Storage.INTS, longest);
    int k = shape.groupInChannels();
    int zeros = c.scratch(Storage.FLOATS, k);
    int rowsPerImage = rows;
    return f -> {
      int at = f.offset(zeros);
      Arrays.fill(f.floats(zeros), at, at + k, 0f);
      f.parallel(
          shape.batch() * rowsPerImage,
          (g, t, w) -> row(g, o, zeros, t / rowsPerImage, t % rowsPerImage, w));
    };
  }

  private void row(Frame f, ConvOperands o, int zeros, int image, int number, int worker) {
    int row = number;
    int i = 0;
    while (row >= phases.get(i).rows) {
      row -= phases.get(i++).rows;
    }
    Phase phase = phases.get(i);
    int n = phase.rowOutputs;
    phase.table.fill(row * n, (row + 1) * n, f.workerInts(worker), n);
    int inPixels = axes.stream().mapToInt(TransposedAxis::inputs).reduce(1, (a, b) -> a * b);
    int yAt = f.offset(o.y()) + firstPixel(phase, image, row) * o.yPitch();
    int ldc = axes.getLast().stride() * o.yPitch();
    boolean padded = shape.group() == 1 && o.yPitch() >= phase.packing.paddedColumns();
    float[] y = f.floats(o.y());
    for (int g = 0; g < shape.group(); g++) {
      for (int p = 0; p < phase.packing.panels(); p++) {
        int width = phase.packing.widths()[p];
        int columns = padded ? width : phase.packing.validColumns(p);
        int channel = g * shape.groupOutChannels() + phase.packing.firstColumns()[p];
        kernels
            .gemm()
            .indirect(
                0,
                n,
                phase.taps.length,
                shape.groupInChannels(),
                f.floats(o.x()),
                f.offset(o.x()) + image * inPixels * xPitch + g * shape.groupInChannels(),
                f.offset(zeros),
                f.workerInts(worker),
                0,
                n,
                o.weights().weights(f),
                o.weights().weightsAt(f)
                    + phase.packedAt
                    + g * phase.packing.length()
                    + phase.packing.offsets()[p],
                0,
                width,
                columns,
                y,
                yAt + channel,
                ldc,
                o.weights().bias(f),
                o.weights().biasAt(f)
                    + g * phase.packing.paddedColumns()
                    + phase.packing.firstColumns()[p],
                null,
                0,
                0,
                o.activation().min(),
                o.activation().max());
      }
    }
    if (!o.activation().isClamp()) {
      for (int m = 0; m < n; m++) {
        int at = yAt + m * ldc;
        kernels.elementwise().activate(o.activation(), y, at, y, at, shape.outChannels());
      }
    }
  }

  /** The number of the first output pixel of a phase's row. */
  private int firstPixel(Phase phase, int image, int row) {
    int pixel = 0;
    int scale = axes.getLast().outputs();
    int rest = row;
    for (int a = axes.size() - 2; a >= 0; a--) {
      int o = rest % phase.rowSizes[a] * axes.get(a).stride() + phase.remainders[a];
      rest /= phase.rowSizes[a];
      pixel += o * scale;
      scale *= axes.get(a).outputs();
    }
    return image * scale + pixel + phase.remainders[axes.size() - 1];
  }
}
