package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.ResampleKernels;
import io.sardonyx.ops.family.FloatCopies;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Interpolates floats one axis after the other; the two innermost ones together, so that what lies
 * between them stays in cache.
 */
final class ResizeFloats {

  /** Output elements of a task. */
  private static final int GRAIN = 16 * 1024;

  private final CompileContext c;
  private final ResampleKernels kernels;
  private final List<Step> passes = new ArrayList<>();

  private ResizeFloats(CompileContext c) {
    this.c = c;
    this.kernels = KernelSets.of(c).resample();
  }

  /** Whether elements of this type are floats, or become floats without loss. */
  static boolean takes(ElementType type) {
    return type == ElementType.COMPLEX64 || FloatCopies.takes(type);
  }

  static Step step(CompileContext c, ResizeGrid grid, int x, int y) {
    if (!grid.isCompact()) {
      return ResizeDirect.step(c, grid, x, y);
    }
    ResizeFloats floats = new ResizeFloats(c);
    ElementType type = c.elementType(0);
    if (type == ElementType.FLOAT || type == ElementType.COMPLEX64) {
      floats.addPasses(grid, x, y);
    } else {
      int in = Math.toIntExact(c.shape(0).elements());
      int out = grid.rows() * grid.last().out() * grid.length();
      int from = c.scratch(Storage.FLOATS, in);
      int to = c.scratch(Storage.FLOATS, out);
      floats.passes.add(FloatCopies.decode(type, x, from, in));
      floats.addPasses(grid, from, to);
      floats.passes.add(FloatCopies.encode(type, to, y, out));
    }
    Step[] passes = floats.passes.toArray(Step[]::new);
    return f -> {
      for (Step pass : passes) {
        pass.run(f);
      }
    };
  }

  private void addPasses(ResizeGrid grid, int x, int y) {
    int last = grid.axes().length - 1;
    int[] sizes = new int[last + 1];
    int end = -1;
    for (int d = 0; d <= last; d++) {
      sizes[d] = grid.axes()[d].in();
      end = grid.axes()[d].isIdentity() ? end : d;
    }
    boolean together = end == last && last > 0 && !grid.axes()[last - 1].isIdentity();
    int length = grid.length();
    int pitch = grid.inPitch();
    int from = x;
    for (int d = 0; d < (together ? last - 1 : end); d++) {
      ResizeAxis axis = grid.axes()[d];
      if (!axis.isIdentity()) {
        int pixels = product(sizes, d + 1, last + 1);
        int outer = product(sizes, 0, d);
        sizes[d] = axis.out();
        int to = c.scratch(Storage.FLOATS, (long) product(sizes, 0, last + 1) * length);
        addRows(axis, outer, pixels, length, from, pitch, to, length);
        from = to;
        pitch = length;
      }
    }
    if (together) {
      addBoth(
          grid.axes()[last - 1],
          grid.last(),
          product(sizes, 0, last - 1),
          length,
          from,
          pitch,
          y,
          grid.outPitch());
    } else if (end == last || end < 0) {
      int rows = product(sizes, 0, last);
      addColumns(grid.last(), rows, length, from, pitch, y, grid.outPitch());
    } else {
      int pixels = product(sizes, end + 1, last + 1);
      int outer = product(sizes, 0, end);
      addRows(grid.axes()[end], outer, pixels, length, from, pitch, y, grid.outPitch());
    }
  }

  private static int product(int[] sizes, int from, int to) {
    int product = 1;
    for (int d = from; d < to; d++) {
      product = Math.multiplyExact(product, sizes[d]);
    }
    return product;
  }

  /** Interpolates along an axis that has others inside. */
  private void addRows(
      ResizeAxis axis, int outer, int pixels, int length, int x, int xPitch, int y, int yPitch) {
    int taps = axis.taps();
    int out = axis.out();
    int[] offsets = axis.offsets(pixels * xPitch);
    float[] weights = axis.floatWeights();
    int block = axis.in() * pixels * xPitch;
    boolean dense = xPitch == length && yPitch == length;
    int runs = dense ? 1 : pixels;
    int run = dense ? pixels * length : length;
    c.workerScratch(Storage.INTS, taps);
    passes.add(
        Ranges.step(
            (long) outer * out,
            Math.max(1, GRAIN / Math.max(1, pixels * length)),
            (f, from, to, worker) -> {
              int[] at = f.workerInts(worker);
              for (int r = from; r < to; r++) {
                int base = f.offset(x) + r / out * block;
                int i = r % out;
                for (int t = 0; t < taps; t++) {
                  at[t] = base + offsets[t * out + i];
                }
                int target = f.offset(y) + r * pixels * yPitch;
                for (int p = 0; p < runs; p++) {
                  kernels.rows(
                      f.floats(x),
                      at,
                      p * xPitch,
                      weights,
                      i,
                      out,
                      taps,
                      f.floats(y),
                      target + p * yPitch,
                      run);
                }
              }
            }));
  }

  /** Interpolates along the innermost axis. */
  private void addColumns(
      ResizeAxis axis, int rows, int length, int x, int xPitch, int y, int yPitch) {
    int[] index = axis.offsets(xPitch);
    float[] weights = axis.floatWeights();
    int rowIn = axis.in() * xPitch;
    int rowOut = axis.out() * yPitch;
    passes.add(
        Ranges.step(
            rows,
            Math.max(1, GRAIN / Math.max(1, rowOut)),
            (f, from, to, worker) -> {
              for (int r = from; r < to; r++) {
                kernels.columns(
                    f.floats(x),
                    f.offset(x) + r * rowIn,
                    index,
                    weights,
                    axis.taps(),
                    axis.out(),
                    length,
                    f.floats(y),
                    f.offset(y) + r * rowOut,
                    yPitch);
              }
            }));
  }

  /** Interpolates along the two innermost axes. */
  private void addBoth(
      ResizeAxis rows,
      ResizeAxis columns,
      int planes,
      int length,
      int x,
      int xPitch,
      int y,
      int yPitch) {
    int row = columns.out() * length;
    int perTask = Math.clamp(GRAIN / Math.max(1, row), Math.min(4, rows.out()), rows.out());
    if (perTask == 0 || row == 0) {
      return;
    }
    int tasksPerPlane = (rows.out() + perTask - 1) / perTask;
    int tasks = Math.multiplyExact(planes, tasksPerPlane);
    c.workerScratch(Storage.FLOATS, (long) rows.taps() * row);
    c.workerScratch(Storage.INTS, 2L * rows.taps());
    ResizePlane plane =
        new ResizePlane(
            kernels,
            rows,
            columns,
            rows.floatWeights(),
            columns.floatWeights(),
            columns.offsets(xPitch),
            length,
            xPitch,
            yPitch);
    ParallelTask task =
        (f, number, worker) -> {
          int from = number % tasksPerPlane * perTask;
          int to = Math.min(rows.out(), from + perTask);
          run(f, plane, number / tasksPerPlane, from, to, x, y, worker);
        };
    passes.add(f -> f.parallel(tasks, task));
  }

  private static void run(
      Frame f, ResizePlane plane, int number, int from, int to, int x, int y, int worker) {
    plane.rows(
        f.floats(x),
        f.offset(x) + number * plane.inSize(),
        f.floats(y),
        f.offset(y) + number * plane.outSize(),
        from,
        to,
        f.workerFloats(worker),
        f.workerInts(worker));
  }
}
