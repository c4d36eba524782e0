package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.ResampleKernels;
import io.sardonyx.ops.family.FloatCopies;
import io.sardonyx.ops.family.FloatFormats;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.SampleTable;
import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * The loops of GridSample. A task makes the table of some of a sample's points once, and applies it
 * to some of the channels.
 */
final class GridSampling {

  /** Entries of a table. */
  private static final int ENTRIES = 4096;

  /** Output elements of a task. */
  private static final int GRAIN = 16 * 1024;

  private final CompileContext c;
  private final SampleTable table;
  private final long[] sizes;
  private final boolean alignCorners;
  private final ResampleKernels kernels;
  private final ElementType gridType;
  private final NumberAccess gridNumbers;
  private final int grid;
  private final int channels;
  private final int plane;
  private final int points;
  private final int chunk;
  private final boolean usesFloats;

  GridSampling(CompileContext c, SampleTable table, long[] sizes, boolean alignCorners) {
    this.c = c;
    this.table = table;
    this.sizes = sizes.clone();
    this.alignCorners = alignCorners;
    this.kernels = KernelSets.of(c).resample();
    this.gridType = c.elementType(1);
    this.gridNumbers = NumberAccess.of(gridType);
    this.grid = c.input(1);
    long[] out = c.outputDims(0);
    this.channels = Math.toIntExact(out[1]);
    this.plane = Strides.product(sizes, 0, sizes.length);
    this.points = Strides.product(out, 2, out.length);
    this.usesFloats =
        table.taps() > 1
            && (c.elementType(0) == ElementType.FLOAT || FloatFormats.of(c.elementType(0)) != null);
    this.chunk = Math.clamp(ENTRIES / table.taps(), 1, Math.max(1, points));
  }

  /** Applies a table to one channel. */
  @FunctionalInterface
  private interface Channel {
    /**
     * Computes {@code n} values.
     *
     * @param from where the channel begins in the input, in elements
     * @param to where its values go in the output, in elements
     * @param outside how many points may have taps beyond the picture
     */
    void run(Frame f, int worker, int from, int to, int n, int outside);
  }

  Step step() {
    ElementType type = c.elementType(0);
    int x = c.input(0);
    int y = c.output(0);
    c.workerScratch(Storage.INTS, table.length(chunk));
    c.workerScratch(Storage.DOUBLES, table.length(chunk));
    if (table.taps() == 1) {
      return step(moves(x, y, Math.toIntExact(type.arrayLength(1))));
    }
    return switch (type) {
      case FLOAT -> step(floats(x, y));
      case FLOAT16, BFLOAT16 -> {
        int in = Math.toIntExact(c.shape(0).elements());
        int out = Strides.product(c.outputDims(0), 0, c.outputDims(0).length);
        int from = c.scratch(Storage.FLOATS, in);
        int to = c.scratch(Storage.FLOATS, out);
        Step decode = FloatCopies.decode(type, x, from, in);
        Step sample = step(floats(from, to));
        Step encode = FloatCopies.encode(type, to, y, out);
        yield f -> {
          decode.run(f);
          sample.run(f);
          encode.run(f);
        };
      }
      case COMPLEX64 -> step(any(ElementType.FLOAT, x, y, 2));
      case COMPLEX128 -> step(any(ElementType.DOUBLE, x, y, 2));
      default -> step(any(type, x, y, 1));
    };
  }

  private Step step(Channel channel) {
    int perTask = Math.clamp(GRAIN / chunk, 1, Math.max(1, channels));
    int blocks = (channels + perTask - 1) / perTask;
    int chunks = (points + chunk - 1) / chunk;
    int tasks = Math.toIntExact(c.dims(0)[0] * chunks * blocks);
    ParallelTask task =
        (f, number, worker) -> {
          int block = number % blocks;
          int from = number / blocks % chunks * chunk;
          int sample = number / blocks / chunks;
          int n = Math.min(chunk, points - from);
          int outside = prepare(f, worker, sample * points + from, n);
          int end = Math.min(channels, (block + 1) * perTask);
          for (int k = sample * channels + block * perTask; k < sample * channels + end; k++) {
            channel.run(f, worker, k * plane, k * points + from, n, outside);
          }
        };
    return f -> f.parallel(tasks, task);
  }

  /** Makes the table of {@code n} points, and tells how many may have taps beyond the picture. */
  private int prepare(Frame f, int worker, int firstPoint, int n) {
    int[] index = f.workerInts(worker);
    double[] weights = f.workerDoubles(worker);
    int rank = sizes.length;
    boolean outside = false;
    for (int i = 0; i < n; i++) {
      int at = f.offset(grid) + (firstPoint + i) * rank;
      for (int d = 0; d < rank; d++) {
        // The grid counts the innermost axis first.
        double place = gridNumbers.getDouble(f.array(grid), at + rank - 1 - d);
        weights[table.placeAt(n) + d] = denormalized(place, sizes[d]);
      }
      outside |= table.set(index, weights, i, n);
    }
    if (usesFloats) {
      float[] floats = f.workerFloats(worker);
      for (int e = 0; e < table.taps() * n; e++) {
        floats[e] = (float) weights[e];
      }
      return outside ? table.settle(index, n) : 0;
    }
    return outside ? n : 0;
  }

  /** The place in pixels of one between -1 and 1; in the grid's precision. */
  private double denormalized(double x, long size) {
    if (gridType == ElementType.DOUBLE) {
      return alignCorners ? (x + 1) / 2 * (size - 1) : ((x + 1) * size - 1) / 2;
    }
    float y = (float) x;
    return alignCorners ? (y + 1) / 2 * (size - 1) : ((y + 1) * size - 1) / 2;
  }

  /** The nearest elements; of any type. */
  private Channel moves(int x, int y, int width) {
    return (f, worker, from, to, n, outside) -> {
      int[] index = f.workerInts(worker);
      Object target = f.array(y);
      int at = f.offset(y) + to * width;
      if (outside == 0 && width == 1) {
        Moves.gather(f.array(x), f.offset(x) + from, index, 0, n, 1, target, at);
        return;
      }
      for (int i = 0; i < n; i++) {
        if (index[i] < 0) {
          Moves.clear(target, at + i * width, width);
        } else {
          System.arraycopy(
              f.array(x), f.offset(x) + (from + index[i]) * width, target, at + i * width, width);
        }
      }
    };
  }

  private Channel floats(int x, int y) {
    c.workerScratch(Storage.FLOATS, (long) table.taps() * chunk);
    return (f, worker, from, to, n, outside) -> {
      int[] index = f.workerInts(worker);
      float[] weights = f.workerFloats(worker);
      float[] in = f.floats(x);
      float[] out = f.floats(y);
      int source = f.offset(x) + from;
      int target = f.offset(y) + to;
      kernels.columns(in, source, index, weights, table.taps(), n, 1, out, target, 1);
      table.repair(in, source, index, weights, n, outside, out, target);
    };
  }

  /** Numbers of any type; integers are truncated in the end. */
  private Channel any(ElementType type, int x, int y, int width) {
    NumberAccess numbers = NumberAccess.of(type);
    return (f, worker, from, to, n, outside) -> {
      int[] index = f.workerInts(worker);
      double[] weights = f.workerDoubles(worker);
      for (int i = 0; i < n * width; i++) {
        double sum = 0;
        for (int e = i / width; e < table.taps() * n; e += n) {
          int at = f.offset(x) + (from + index[e]) * width + i % width;
          sum += index[e] < 0 ? 0 : weights[e] * numbers.getDouble(f.array(x), at);
        }
        numbers.setDouble(f.array(y), f.offset(y) + to * width + i, sum);
      }
    };
  }
}
