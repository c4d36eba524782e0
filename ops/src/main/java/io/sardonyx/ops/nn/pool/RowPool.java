package io.sardonyx.ops.nn.pool;

import io.sardonyx.Storage;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.nn.conv.Window;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * Largest numbers and averages of plain float planes with two axes, as vectors: the rows under a
 * window are joined to one, which is then joined with itself shifted along the window's columns;
 * the windows that the strides leave are picked out of it.
 */
final class RowPool {

  private final PoolShape shape;
  private final Window rows;
  private final Window columns;
  private final float[] averages;
  private final ElementwiseKernels kernels;
  private final BinaryFunction join;
  private final float none;

  /** Numbers that a joined row has, missing ones included, and windows that fit into it. */
  private final int length;

  private final int places;

  private RowPool(CompileContext c, PoolShape shape, PoolKind kind, boolean includePadding) {
    boolean isMax = kind instanceof PoolKind.Max;
    this.shape = shape;
    this.rows = shape.windows().get(0);
    this.columns = shape.windows().get(1);
    this.averages = isMax ? null : shape.averages(includePadding);
    this.kernels = KernelSets.of(c).elementwise();
    this.join = isMax ? BinaryFunction.MAX : BinaryFunction.ADD;
    this.none = isMax ? Float.NEGATIVE_INFINITY : 0;
    this.places = (columns.output() - 1) * columns.stride() + 1;
    this.length =
        Math.max(
            places + (columns.kernel() - 1) * columns.dilation(),
            columns.padBegin() + columns.input());
  }

  static Step step(CompileContext c, PoolShape shape, PoolKind kind, boolean includePadding) {
    RowPool pool = new RowPool(c, shape, kind, includePadding);
    int x = c.input(0);
    int y = c.output(0);
    c.workerScratch(Storage.FLOATS, 2L * pool.length);
    return f ->
        f.parallel(
            shape.batch() * shape.channels(),
            (g, plane, worker) -> pool.plane(g, x, y, plane, g.workerFloats(worker)));
  }

  private void plane(Frame f, int x, int y, int plane, float[] scratch) {
    float[] b = f.floats(y);
    int in = f.offset(x) + plane * shape.inPixels();
    int out = f.offset(y) + plane * shape.outPixels();
    int count = columns.output();
    Arrays.fill(scratch, 0, length, none);
    for (int o = 0; o < rows.output(); o++) {
      joinRows(f.floats(x), in, o, scratch);
      System.arraycopy(scratch, 0, scratch, length, places);
      for (int t = 1; t < columns.kernel(); t++) {
        int at = t * columns.dilation();
        kernels.binary(join, scratch, length, 1, scratch, at, 1, scratch, length, places);
      }
      int pixel = o * count;
      for (int i = 0; i < count; i++) {
        float joined = scratch[length + i * columns.stride()];
        b[out + pixel + i] = averages == null ? joined : joined * averages[pixel + i];
      }
    }
  }

  /** Joins the rows under the windows of output row {@code o}, from the padding on. */
  private void joinRows(float[] a, int in, int o, float[] scratch) {
    int width = columns.input();
    int to = columns.padBegin();
    int first = rows.firstTap(o);
    int end = rows.endTap(o);
    if (first >= end) {
      Arrays.fill(scratch, to, to + width, none);
      return;
    }
    int at = in + (rows.start(o) + first * rows.dilation()) * width;
    System.arraycopy(a, at, scratch, to, width);
    for (int t = first + 1; t < end; t++) {
      at += rows.dilation() * width;
      kernels.binary(join, scratch, to, 1, a, at, 1, scratch, to, width);
    }
  }
}
