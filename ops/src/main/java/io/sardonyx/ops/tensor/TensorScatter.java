package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * A cache of keys or values with an update written into it, for every sample of the batch at a
 * position of its own; in the cache's memory where that is allowed.
 *
 * @param axis the axis of the sequence; negative counts from the back
 * @param mode what happens at the end of the cache
 * @see <a href="https://onnx.ai/onnx/operators/onnx__TensorScatter.html">TensorScatter</a>
 */
record TensorScatter(long axis, Mode mode) implements Operator {

  /** What happens at the end of the cache. */
  enum Mode {
    /** An update must not reach beyond it. */
    LINEAR,
    /** The rest of an update goes to the beginning. */
    CIRCULAR
  }

  TensorScatter(Attributes a) {
    this(a.integer("axis"), a.choice("mode", Mode.class));
  }

  @Override
  public void infer(InferContext c) {
    Shape cache = c.shape(0);
    Shape update = c.shape(1);
    if (cache.isRanked() && c.axis(axis, cache.rank()) == 0) {
      throw c.error("axis %d is the batch's; expected another one", axis);
    }
    if (cache.isRanked() && update.isRanked()) {
      requireFit(c, cache, update);
    }
    if (c.hasInput(2) && cache.isRanked()) {
      Shape positions = c.shape(2);
      if (positions.isRanked()
          && (positions.rank() != 1 || differ(positions.dim(0), cache.dim(0)))) {
        throw c.error(
            "the write indices have shape %s; expected one for each of %s samples",
            positions, cache.dim(0));
      }
    }
    c.output(0, c.tensorType(0));
  }

  private void requireFit(InferContext c, Shape cache, Shape update) {
    int along = c.axis(axis, cache.rank());
    boolean fits = update.rank() == cache.rank();
    for (int d = 0; fits && d < cache.rank(); d++) {
      Dim a = cache.dim(d);
      Dim b = update.dim(d);
      fits = d == along ? !(a.isKnown() && b.size() > a.size()) : !differ(a, b);
    }
    if (!fits) {
      throw c.error(
          "the update has shape %s; expected that of the cache %s, but no longer in axis %d",
          update, cache, along);
    }
  }

  private static boolean differ(Dim a, Dim b) {
    return a.isKnown() && b.isKnown() && a.size() != b.size();
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    int along = c.axis(axis, dims.length);
    int x = c.input(0);
    int update = c.input(1);
    int positions = c.hasInput(2) ? c.input(2) : -1;
    int y = c.output(0);
    if (x != update) {
      c.inPlace(0, 0);
    }
    ElementType type = c.elementType(0);
    int length = Math.toIntExact(type.arrayLength(c.shape(0).elements()));
    int rows = Strides.product(dims, 0, along);
    int rowsPerSample = Strides.product(dims, 1, along);
    int run = Strides.product(dims, along + 1, dims.length);
    int capacity = Math.toIntExact(dims[along]);
    int steps = Math.toIntExact(c.dims(1)[along]);
    return f -> {
      Copies.copy(f, x, 0, y, 0, length);
      for (int row = 0; row < rows && steps > 0; row++) {
        long given =
            positions < 0 ? 0 : f.longs(positions)[f.offset(positions) + row / rowsPerSample];
        int at = position(f, given, steps, capacity);
        int first = Math.min(steps, capacity - at);
        int to = row * capacity;
        int from = row * steps;
        write(f, type, update, from * run, y, (to + at) * run, first * run);
        write(f, type, update, (from + first) * run, y, to * run, (steps - first) * run);
      }
    };
  }

  private int position(Frame f, long given, int steps, int capacity) {
    if (mode == Mode.CIRCULAR) {
      return (int) Math.floorMod(given, (long) capacity);
    }
    if (given < 0 || given > capacity - steps) {
      throw f.error(
          "write index %d is out of range [0, %d] for an update of %d in a cache of %d",
          given, capacity - steps, steps, capacity);
    }
    return (int) given;
  }

  private static void write(
      Frame f, ElementType type, int from, int fromAt, int to, int toAt, int n) {
    if (!type.isPacked()) {
      int width = (int) type.arrayLength(1);
      Copies.copy(f, from, fromAt * width, to, toAt * width, n * width);
      return;
    }
    NumberAccess bits = NumberAccess.of(ElementType.UINT4);
    int source = f.offset(from) * 2 + fromAt;
    int target = f.offset(to) * 2 + toAt;
    for (int i = 0; i < n; i++) {
      bits.setLong(f.array(to), target + i, bits.getLong(f.array(from), source + i));
    }
  }
}
