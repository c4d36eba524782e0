package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.OrderKeys;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.Steps;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The k largest or smallest elements along an axis, best first, and where they are. Of equal ones
 * the first counts; NaN is larger than all numbers. Results are sorted even if that is not asked
 * for.
 *
 * @param axis negative counts from the back
 * @param k null if it is an input, as from version 10 on
 * @param largest whether the largest are wanted, not the smallest
 * @see <a href="https://onnx.ai/onnx/operators/onnx__TopK.html">TopK</a>
 */
record TopK(long axis, Long k, boolean largest) implements Operator {

  /** Keys that are read at once. */
  private static final int CHUNK = 512;

  TopK(Attributes a) {
    this(a.integer("axis"), a.has("k") ? a.integer("k") : null, a.integer("largest", 1) != 0);
  }

  private Long wanted(NodeContext c) {
    return k != null ? k : c.integer(1);
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = c.shape(0);
    Long count = wanted(c);
    if (count != null && count < 0) {
      throw c.error("k is %d; expected a positive number", count);
    }
    if (shape.isRanked()) {
      int along = c.axis(axis, shape.rank());
      Dim dim = shape.dim(along);
      if (count != null && dim.isKnown() && count > dim.size()) {
        throw c.error("k is %d; expected at most %s, the size of axis %d", count, dim, along);
      }
      shape = shape.with(along, count == null ? Dim.UNKNOWN : Dim.of(count));
    }
    c.output(0, c.elementType(0), shape);
    c.output(1, ElementType.INT64, shape);
  }

  @Override
  public Step compile(CompileContext c) {
    AxisSplit split = AxisSplit.at(c, c.dims(0), axis);
    int count = Math.toIntExact(wanted(c));
    OrderKeys keys = OrderKeys.of(c.elementType(0), false, largest);
    int x = c.input(0);
    int values = c.output(0);
    int positions = c.output(1);
    int inner = split.inner();
    int length = split.length();
    long rows = (long) split.outer() * inner;
    if (rows == 0 || count == 0) {
      return Steps.none();
    }
    c.workerScratch(Storage.LONGS, (long) CHUNK + count);
    c.workerScratch(Storage.INTS, count);
    return Ranges.step(
        rows,
        Ranges.grain(Ranges.COSTLY, length),
        (f, from, to, w) -> {
          int[] indices = f.workerInts(w);
          for (int row = from; row < to; row++) {
            int column = row % inner;
            int at = f.offset(x) + row / inner * length * inner + column;
            select(f.array(x), at, inner, length, keys, f.workerLongs(w), indices, count);
            int first = row / inner * count * inner + column;
            for (int i = 0; i < count; i++) {
              if (values >= 0) {
                int target = f.offset(values) + first + i * inner;
                System.arraycopy(f.array(x), at + indices[i] * inner, f.array(values), target, 1);
              }
              if (positions >= 0) {
                f.longs(positions)[f.offset(positions) + first + i * inner] = indices[i];
              }
            }
          }
        });
  }

  /** Puts the indices of the {@code count} smallest keys into {@code indices}, in order. */
  private static void select(
      Object x,
      int at,
      int step,
      int length,
      OrderKeys order,
      long[] keys,
      int[] indices,
      int count) {
    for (int i = 0; i < count; i++) {
      indices[i] = i;
    }
    order.read(x, at, step, keys, CHUNK, count);
    BestHeap.build(keys, CHUNK, indices, count);
    for (int i = count; i < length; i += CHUNK) {
      int n = Math.min(CHUNK, length - i);
      order.read(x, at + i * step, step, keys, 0, n);
      for (int j = 0; j < n; j++) {
        BestHeap.offer(keys, CHUNK, indices, count, keys[j], i + j);
      }
    }
    BestHeap.sort(keys, CHUNK, indices, count);
  }
}
