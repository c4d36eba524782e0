package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.Indices;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Slices of the data at indices of one axis. Negative indices count from the back in all versions:
 * the first one says nothing of them, but models of its time use them.
 *
 * @param axis from which to gather; negative counts from the back
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Gather.html">Gather</a>
 */
record Gather(long axis) implements Operator {

  /** Array elements that a task moves. */
  private static final int GRAIN = 32 * 1024;

  Gather(Attributes a) {
    this(a.integer("axis", 0));
  }

  @Override
  public void infer(InferContext c) {
    Shape data = c.shape(0);
    if (!data.isRanked()) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    int along = c.axis(axis, data.rank());
    Shape indices = c.shape(1);
    if (!indices.isRanked()) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    List<Dim> dims = data.dims();
    dims.remove(along);
    dims.addAll(along, indices.dims());
    c.output(0, c.elementType(0), Shape.of(dims));
    if (data.rank() == 1 && indices.rank() <= 1) {
      c.outputDims(0, contents(c.contents(0), c.contents(1)));
    }
  }

  /** The contents at known indices; null where an index is out of range, so that the step tells. */
  private static List<Dim> contents(List<Dim> data, List<Dim> indices) {
    if (data == null || indices == null) {
      return null;
    }
    List<Dim> picked = new ArrayList<>(indices.size());
    for (Dim index : indices) {
      if (!index.isKnown()) {
        picked.add(Dim.UNKNOWN);
        continue;
      }
      long i = index.size() < 0 ? index.size() + data.size() : index.size();
      if (i < 0 || i >= data.size()) {
        return null;
      }
      picked.add(data.get((int) i));
    }
    return picked;
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    int along = c.axis(axis, dims.length);
    int outer = Strides.product(dims, 0, along);
    int size = Math.toIntExact(dims[along]);
    int run =
        Math.toIntExact(
            c.elementType(0).arrayLength(Strides.product(dims, along + 1, dims.length)));
    int count = Math.toIntExact(c.shape(1).elements());
    int runs = Math.toIntExact((long) outer * count);
    if (outer == 1 && count == 1 && c.isConstant(1)) {
      viewOf(c, size, run);
    }
    int x = c.input(0);
    int indices = c.input(1);
    int y = c.output(0);
    int offsets = c.scratch(io.sardonyx.Storage.INTS, count);
    int grain = Math.max(1, GRAIN / Math.max(1, run));
    int tasks = (int) (((long) runs + grain - 1) / grain);
    ParallelTask copy =
        (f, task, worker) -> {
          int from = task * grain;
          int to = (int) Math.min(runs, (long) from + grain);
          while (from < to) {
            int first = from % count;
            int n = Math.min(to - from, count - first);
            Moves.gather(
                f.array(x),
                f.offset(x) + from / count * size * run,
                f.ints(offsets),
                f.offset(offsets) + first,
                n,
                run,
                f.array(y),
                f.offset(y) + from * run);
            from += n;
          }
        };
    return f -> {
      Indices.resolve(
          f,
          f.array(indices),
          f.offset(indices),
          count,
          size,
          run,
          f.ints(offsets),
          f.offset(offsets));
      f.parallel(tasks, copy);
    };
  }

  /** One slice at the front axis is a piece of the input. */
  private static void viewOf(CompileContext c, int size, int run) {
    Tensor index = c.value(1);
    long i = Indices.get(index.array(), index.offset());
    long fromFront = i < 0 ? i + size : i;
    if (fromFront >= 0 && fromFront < size) {
      c.view(0, 0, fromFront * run);
    }
  }
}
