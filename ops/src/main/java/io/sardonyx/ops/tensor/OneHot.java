package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * A new axis of a given depth that holds the on-value at each index and the off-value elsewhere. An
 * index beyond the depth gives off-values only.
 *
 * @param axis where the new axis goes; negative counts from the back
 * @param negatives whether negative indices count from the back, as they do from version 11 on
 * @see <a href="https://onnx.ai/onnx/operators/onnx__OneHot.html">OneHot</a>
 */
record OneHot(long axis, boolean negatives) implements Operator {

  OneHot(Attributes a, boolean negatives) {
    this(a.integer("axis"), negatives);
  }

  @Override
  public void infer(InferContext c) {
    Dim depth = depth(c);
    if (!c.shape(2).admits(2)) {
      throw c.error("the values have shape %s; expected [2]: off and on", c.shape(2));
    }
    if (!c.shape(0).isRanked()) {
      c.output(0, c.elementType(2), Shape.UNRANKED);
      return;
    }
    List<Dim> dims = c.shape(0).dims();
    dims.add(c.axis(axis, dims.size() + 1), depth);
    c.output(0, c.elementType(2), Shape.of(dims));
  }

  private static Dim depth(InferContext c) {
    Tensor depth = c.value(1);
    if (depth == null) {
      return Dim.UNKNOWN;
    }
    if (depth.size() != 1) {
      throw c.error("the depth has shape %s; expected one number", c.shape(1));
    }
    long size = NumberAccess.of(depth.elementType()).getLong(depth.array(), depth.offset());
    if (size < 0) {
      throw c.error("the depth is %d; expected a size", size);
    }
    return Dim.of(size);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.outputDims(0);
    int along = c.axis(axis, dims.length);
    int depth = Math.toIntExact(dims[along]);
    int outer = Strides.product(dims, 0, along);
    int inner = Strides.product(dims, along + 1, dims.length);
    int width = Math.toIntExact(c.elementType(2).arrayLength(1));
    ElementType type = c.elementType(0);
    NumberAccess numbers = NumberAccess.of(type);
    int indices = c.input(0);
    int values = c.input(2);
    int y = c.output(0);
    int block = Math.multiplyExact(depth, inner) * width;
    int rows = Math.max(1, Ranges.CHEAP / Math.max(1, block));
    int chunk = Math.clamp((long) rows * inner, 1, Ranges.COSTLY);
    c.workerScratch(Storage.INTS, chunk);
    return Ranges.step(
        outer,
        rows,
        (f, from, to, worker) -> {
          int at = f.offset(y) + from * block;
          Moves.fill(f.array(values), f.offset(values), width, f.array(y), at, (to - from) * block);
          int[] offsets = f.workerInts(worker);
          for (int p = from * inner; p < to * inner; p += chunk) {
            int n = Math.min(chunk, to * inner - p);
            int found = 0;
            for (int i = p; i < p + n; i++) {
              long index = index(numbers, type, f.array(indices), f.offset(indices) + i, depth);
              if (index >= 0 && index < depth) {
                offsets[found++] =
                    (int) (((long) (i / inner) * depth + index) * inner + i % inner) * width;
              }
            }
            on(f, values, width, y, offsets, found);
          }
        });
  }

  private long index(NumberAccess numbers, ElementType type, Object array, int i, int depth) {
    long index = numbers.getLong(array, i);
    if (index >= 0 || !negatives || type == ElementType.UINT64) {
      return index;
    }
    return index + depth;
  }

  private static void on(Frame f, int values, int width, int y, int[] offsets, int count) {
    for (int part = 0; part < width; part++) {
      Moves.put(
          f.array(values),
          f.offset(values) + width + part,
          0,
          count,
          f.array(y),
          f.offset(y) + part,
          offsets);
    }
  }
}
