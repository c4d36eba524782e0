package io.sardonyx.ops.math;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.ArgScan;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.OrderKeys;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.Steps;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * One where along an axis the first largest element is, zero elsewhere.
 *
 * @param axis negative counts from the back
 * @param flatten whether the search is over the axis and all after it, as before version 13
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Hardmax.html">Hardmax</a>
 */
record Hardmax(long axis, boolean flatten) implements Operator {

  Hardmax(boolean flatten, Attributes a) {
    this(a.integer("axis"), flatten);
  }

  @Override
  public void infer(InferContext c) {
    if (c.rank(0) >= 0) {
      c.axis(axis, c.rank(0));
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    AxisSplit split = flatten ? AxisSplit.from(c, dims, axis) : AxisSplit.at(c, dims, axis);
    ElementType type = c.elementType(0);
    int x = c.input(0);
    int y = c.output(0);
    if (split.isEmpty()) {
      return Steps.none();
    }
    int inner = split.inner();
    ArgScan scan = new ArgScan(OrderKeys.of(type, false, false), false, split.length(), inner);
    ArgScan.reserve(c);
    NumberAccess access = NumberAccess.of(type);
    int chunk = Math.min(inner, ArgScan.CHUNK);
    int chunks = (inner - 1) / chunk + 1;
    return Ranges.step(
        (long) split.outer() * chunks,
        Ranges.grain(Ranges.COSTLY, (long) split.length() * chunk),
        (f, from, to, w) -> {
          for (int u = from; u < to; u++) {
            int column = u % chunks * chunk;
            int at = u / chunks * split.length() * inner + column;
            int n = Math.min(chunk, inner - column);
            long[] positions = f.workerLongs(w);
            scan.find(f.array(x), f.offset(x) + at, n, positions);
            mark(f, y, at, n, positions, split, access);
          }
        });
  }

  private static void mark(
      Frame f, int y, int at, int n, long[] positions, AxisSplit split, NumberAccess access) {
    Object array = f.array(y);
    int first = f.offset(y) + at;
    if (n == split.inner()) {
      clear(array, first, split.length() * n);
    } else {
      for (int i = 0; i < split.length(); i++) {
        clear(array, first + i * split.inner(), n);
      }
    }
    for (int j = 0; j < n; j++) {
      access.setDouble(array, first + (int) positions[j] * split.inner() + j, 1);
    }
  }

  private static void clear(Object array, int from, int n) {
    switch (array) {
      case float[] a -> Arrays.fill(a, from, from + n, 0);
      case double[] a -> Arrays.fill(a, from, from + n, 0);
      case short[] a -> Arrays.fill(a, from, from + n, (short) 0);
      default -> throw new IllegalArgumentException(array.getClass().toString());
    }
  }
}
