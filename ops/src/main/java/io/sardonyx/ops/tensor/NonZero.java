package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * The indices of the elements that are not zero, one column each, in row-major order. How many
 * there are depends on the data.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__NonZero.html">NonZero</a>
 */
record NonZero() implements Operator {

  @Override
  public void infer(InferContext c) {
    int rank = c.rank(0);
    // numpy, which the specification follows, treats a scalar as a vector of one element.
    Dim rows = rank < 0 ? Dim.UNKNOWN : Dim.of(Math.max(1, rank));
    c.output(0, ElementType.INT64, Shape.of(rows, Dim.UNKNOWN));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    long[] dims = c.dims(0).length == 0 ? new long[] {1} : c.dims(0);
    Ranges ranges = new Ranges(Math.toIntExact(Shape.elements(dims)), Ranges.CHEAP);
    int tasks = ranges.tasks();
    boolean isComplex = c.elementType(0).isComplex();
    int mask = c.elementType(0).isFloat() ? 0x7FFF : 0xFFFF;
    int counts = c.scratch(Storage.INTS, tasks + 1L);
    int found = c.scratch(Storage.INTS, ranges.length());
    ParallelTask find =
        ranges.task((f, from, to, w) -> {
          int[] list = f.ints(found);
          int end = f.offset(found) + from;
          f.ints(counts)[f.offset(counts) + from / Ranges.CHEAP] =
              isComplex
                  ? NonZeros.findComplex(
                      f.array(x), f.offset(x) + 2 * from, to - from, from, list, end)
                  : NonZeros.find(f.array(x), f.offset(x) + from, to - from, mask, from, list, end);
        });
    c.provides(0);
    return f -> {
      f.parallel(tasks, find);
      int total = sumUp(f, counts, tasks);
      long[] indices = new long[Math.multiplyExact(dims.length, total)];
      f.parallel(
          tasks,
          (g, t, w) -> {
            int from = g.ints(counts)[g.offset(counts) + t];
            int n = g.ints(counts)[g.offset(counts) + t + 1] - from;
            int at = g.offset(found) + ranges.from(t);
            NonZeros.unravel(g.ints(found), at, n, dims, indices, from, total);
          });
      f.provide(y, Tensor.of(indices, dims.length, total));
    };
  }

  /** Makes counts the sums of those before; the last one is the sum of all. */
  private static int sumUp(Frame f, int counts, int tasks) {
    int[] a = f.ints(counts);
    int at = f.offset(counts);
    int total = 0;
    for (int t = 0; t < tasks; t++) {
      int count = a[at + t];
      a[at + t] = total;
      total += count;
    }
    a[at + tasks] = total;
    return total;
  }
}
