package io.sardonyx.ops.nn.conv;

import static io.sardonyx.runtime.spi.FloatSpan.LINE_START;

import io.sardonyx.Storage;
import io.sardonyx.kernels.GemmKernels;
import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.kernels.WinogradKernels;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Exercise;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Winograd's minimal filtering F(m x m, 3 x 3) for convolutions with 3 x 3 taps, stride 1 and no
 * dilation: (m + 2)^2 matrix products of tiles with transformed weights in place of 9 m^2 (Lavin
 * and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016).
 *
 * <p>Small weights stay in the cache: then a task takes a block of tiles through all three stages.
 * Large ones are read once, by all tiles together: then each stage is a parallel loop of its own.
 */
public final class WinogradConv implements ConvStrategy {

  /** Channels below which the transforms outweigh what they save. */
  private static final int MIN_CHANNELS = 32;

  /** Floats of a worker's transformed tiles. */
  private static final int BLOCK_FLOATS = 320 * 1024;

  /** Transformed weights that stay in the second-level cache. */
  private static final int CACHED_WEIGHTS = 256 * 1024;

  /** Tiles that go through the stages together when weights are large. */
  private static final int MAX_TILES = 256;

  /** Blocks to aim for, so that some threads have equal work. */
  private static final int TASKS = 4;

  /** Tiles of a block, where there are enough: they share the weights. */
  private static final int MIN_TILES = 14;

  /** Panels of a task where weights are large: they share the rows that are copied to tiles. */
  private static final int TASK_PANELS = 4;

  private static final double[][] G2 = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};

  private static final double A = WinogradKernels.NEAR_POINT;
  private static final double B = WinogradKernels.FAR_POINT;

  private static final double[][] G4 = {
    {1 / (A * A * B * B), 0, 0},
    evaluated(A, 2 * A * A * (A * A - B * B)),
    evaluated(-A, 2 * A * A * (A * A - B * B)),
    evaluated(B, 2 * B * B * (B * B - A * A)),
    evaluated(-B, 2 * B * B * (B * B - A * A)),
    {0, 0, 1}
  };

  private final ConvShape shape;
  private final Kernels kernels;
  private final GemmKernels gemm;
  private final int m;
  private final WinogradTiles tiles;
  private final GemmPacking packing;

  /**
   * @param m edge of the output tiles: 2 or 4
   */
  WinogradConv(ConvShape shape, Kernels kernels, int m) {
    this.shape = shape;
    this.kernels = kernels;
    this.gemm = kernels.gemm();
    this.m = m;
    this.tiles = new WinogradTiles(shape, kernels, m);
    this.packing = GemmPacking.of(gemm, tiles.outPitch(), 1, shape.inChannels());
  }

  /** The weights' polynomial at a point, over the interpolation's divisor. */
  private static double[] evaluated(double point, double divisor) {
    return new double[] {1 / divisor, point / divisor, point * point / divisor};
  }

  /** Whether the algorithm can compute this convolution, and has enough channels to pay. */
  static boolean fits(ConvShape shape) {
    return shape.axes().size() == 2
        && shape.group() == 1
        && shape.inChannels() >= MIN_CHANNELS
        && shape.outChannels() >= MIN_CHANNELS
        && shape.axes().stream().allMatch(WinogradConv::fits);
  }

  private static boolean fits(TapAxis axis) {
    Window w = axis.window();
    return w != null && w.kernel() == 3 && w.stride() == 1 && w.dilation() == 1;
  }

  @Override
  public Object packingKey() {
    return m == 2 ? G2 : G4;
  }

  @Override
  public int packedLength() {
    return Math.multiplyExact(tiles.positions(), packing.length());
  }

  @Override
  public int biasLength() {
    return tiles.outPitch();
  }

  @Override
  public void pack(float[] w, int wAt, float[] to, int toAt) {
    int k = shape.inChannels();
    double[] u = new double[tiles.positions()];
    for (int p = 0; p < packing.panels(); p++) {
      int width = packing.widths()[p];
      for (int j = 0; j < width; j++) {
        int column = packing.firstColumns()[p] + j;
        for (int i = 0; i < k; i++) {
          if (column < shape.outChannels()) {
            transform(w, wAt + (column * k + i) * 9, u);
          } else {
            Arrays.fill(u, 0);
          }
          int place = toAt + packing.offsets()[p] + i * width + j;
          for (int q = 0; q < u.length; q++) {
            to[place + q * packing.length()] = (float) u[q];
          }
        }
      }
    }
  }

  /** {@code u = G w G^T} of nine weights. */
  private void transform(float[] w, int at, double[] u) {
    double[][] g = m == 2 ? G2 : G4;
    for (int i = 0; i < g.length; i++) {
      double left = g[i][0] * w[at] + g[i][1] * w[at + 3] + g[i][2] * w[at + 6];
      double middle = g[i][0] * w[at + 1] + g[i][1] * w[at + 4] + g[i][2] * w[at + 7];
      double right = g[i][0] * w[at + 2] + g[i][1] * w[at + 5] + g[i][2] * w[at + 8];
      for (int j = 0; j < g.length; j++) {
        u[i * g.length + j] = left * g[j][0] + middle * g[j][1] + right * g[j][2];
      }
    }
  }

  @Override
  public void packBias(float[] b, int bAt, float[] to, int toAt) {
    for (int j = 0; j < tiles.outPitch(); j++) {
      to[toAt + j] = b != null && j < shape.outChannels() ? b[bAt + j] : 0;
    }
  }

  @Override
  public Step step(CompileContext c, ConvOperands o) {
    int zeros = c.scratch(Storage.FLOATS, tiles.inPitch());
    c.workerScratch(Storage.INTS, tiles.positions());
    int perTile = tiles.positions() * (tiles.inPitch() + tiles.outPitch());
    int inCache = Math.clamp(BLOCK_FLOATS / perTile, 6, 96);
    if (packedLength() <= CACHED_WEIGHTS) {
      int blocks = Math.max(1, Math.ceilDiv(tiles.count(), inCache));
      blocks = Math.max(blocks, Math.clamp(tiles.count() / MIN_TILES, 1, TASKS));
      int block = Math.ceilDiv(tiles.count(), blocks);
      c.workerScratch(Storage.FLOATS, LINE_START + tiles.scratchFloats() + (long) block * perTile);
      return new Blocked(o, zeros, block);
    }
    int group = Math.min(tiles.count(), MAX_TILES);
    c.workerScratch(Storage.FLOATS, LINE_START + tiles.scratchFloats());
    int v = c.scratch(Storage.FLOATS, (long) tiles.positions() * group * tiles.inPitch());
    int sums = c.scratch(Storage.FLOATS, (long) tiles.positions() * group * tiles.outPitch());
    return new Phased(o, zeros, group, v, sums);
  }

  private List<Exercise> exercises() {
    List<Exercise> all = new ArrayList<>(Exercises.products(kernels, false, packing.widths()));
    all.add(new Exercises.Transforms(kernels, m));
    return all;
  }

  private void zero(Frame f, int zeros) {
    int at = f.offset(zeros);
    Arrays.fill(f.floats(zeros), at, at + tiles.inPitch(), 0f);
  }

  /** Multiplies the rows of one position's matrix with the panels [first, last) of its weights. */
  private void multiply(
      Frame f,
      ConvOperands o,
      int position,
      int first,
      int last,
      int n,
      float[] v,
      int vAt,
      float[] c,
      int cAt) {
    int weights = o.weights().weightsAt(f) + position * packing.length();
    for (int p = first; p < last; ) {
      int end = packing.run(p, last);
      int width = packing.widths()[p];
      gemm.rows(
          0,
          n,
          shape.inChannels(),
          v,
          vAt,
          tiles.inPitch(),
          o.weights().weights(f),
          weights + packing.offsets()[p],
          shape.inChannels() * width,
          width,
          (end - p) * width,
          c,
          cAt + packing.firstColumns()[p],
          tiles.outPitch(),
          null,
          0,
          null,
          0,
          0,
          Float.NEGATIVE_INFINITY,
          Float.POSITIVE_INFINITY);
      p = end;
    }
  }

  /** Blocks of tiles, each taken through all stages by one worker. */
  private final class Blocked implements Step {
    private final ConvOperands o;
    private final int zeros;
    private final int block;

    Blocked(ConvOperands o, int zeros, int block) {
      this.o = o;
      this.zeros = zeros;
      this.block = block;
    }

    @Override
    public void run(Frame f) {
      zero(f, zeros);
      f.parallel(Math.ceilDiv(tiles.count(), block), this::task);
    }

    private void task(Frame f, int task, int worker) {
      int first = task * block;
      int n = Math.min(block, tiles.count() - first);
      float[] own = f.workerFloats(worker);
      int v = LINE_START + tiles.scratchFloats();
      int vStride = n * tiles.inPitch();
      int sums = v + tiles.positions() * vStride;
      int sumStride = n * tiles.outPitch();
      for (int i = 0; i < n; i++) {
        tiles.transformInput(
            f,
            o,
            first + i,
            f.offset(zeros),
            own,
            v + i * tiles.inPitch(),
            vStride,
            own,
            LINE_START,
            f.workerInts(worker));
      }
      for (int q = 0; q < tiles.positions(); q++) {
        int sumsAt = sums + q * sumStride;
        multiply(f, o, q, 0, packing.panels(), n, own, v + q * vStride, own, sumsAt);
      }
      for (int i = 0; i < n; i++) {
        tiles.transformOutput(
            f, o, first + i, own, sums + i * tiles.outPitch(), sumStride, own, LINE_START);
      }
    }

    @Override
    public List<Exercise> exercises() {
      return WinogradConv.this.exercises();
    }

    @Override
    public String toString() {
      return "Winograd F(%d), blocks of %d tiles of %d".formatted(m, block, tiles.count());
    }
  }

  /** One parallel loop for each stage, over groups of tiles. */
  private final class Phased implements Step {
    private final ConvOperands o;
    private final int zeros;
    private final int group;
    private final int v;
    private final int sums;

    Phased(ConvOperands o, int zeros, int group, int v, int sums) {
      this.o = o;
      this.zeros = zeros;
      this.group = group;
      this.v = v;
      this.sums = sums;
    }

    @Override
    public void run(Frame f) {
      zero(f, zeros);
      int shares = Math.ceilDiv(packing.panels(), TASK_PANELS);
      for (int from = 0; from < tiles.count(); from += group) {
        int first = from;
        int n = Math.min(group, tiles.count() - first);
        int vStride = n * tiles.inPitch();
        int sumStride = n * tiles.outPitch();
        f.parallel(
            n,
            (g, i, worker) ->
                tiles.transformInput(
                    g,
                    o,
                    first + i,
                    g.offset(zeros),
                    g.floats(v),
                    g.offset(v) + i * tiles.inPitch(),
                    vStride,
                    g.workerFloats(worker),
                    LINE_START,
                    g.workerInts(worker)));
        f.parallel(
            tiles.positions() * shares,
            (g, task, worker) -> {
              int q = task / shares;
              int share = task % shares;
              multiply(
                  g,
                  o,
                  q,
                  packing.panels() * share / shares,
                  packing.panels() * (share + 1) / shares,
                  n,
                  g.floats(v),
                  g.offset(v) + q * vStride,
                  g.floats(sums),
                  g.offset(sums) + q * sumStride);
            });
        f.parallel(
            n,
            (g, i, worker) ->
                tiles.transformOutput(
                    g,
                    o,
                    first + i,
                    g.floats(sums),
                    g.offset(sums) + i * tiles.outPitch(),
                    sumStride,
                    g.workerFloats(worker),
                    LINE_START));
      }
    }

    @Override
    public List<Exercise> exercises() {
      return WinogradConv.this.exercises();
    }

    @Override
    public String toString() {
      return "Winograd F(%d), %d tiles, %d at a time in phases".formatted(m, tiles.count(), group);
    }
  }
}
