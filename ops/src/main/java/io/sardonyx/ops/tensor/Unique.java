package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The distinct elements of the flattened input, or the distinct slices along an axis; with the
 * index of each one's first occurrence, for every element or slice its number among the distinct
 * ones, and the counts.
 *
 * @param axis the axis, negative counts from the back; null to flatten
 * @param sorted whether in ascending order; otherwise in order of first occurrence
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Unique.html">Unique</a>
 */
record Unique(Long axis, boolean sorted) implements Operator {

  Unique(Attributes a) {
    this(a.has("axis") ? (Long) a.integer("axis") : null, a.flag("sorted"));
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = c.shape(0);
    Dim length = Dim.UNKNOWN;
    if (axis != null && shape.isRanked()) {
      int along = c.axis(axis, shape.rank());
      length = shape.dim(along);
      shape = shape.with(along, Dim.UNKNOWN);
    } else if (axis == null) {
      length = shape.isKnown() ? Dim.of(shape.elements()) : Dim.UNKNOWN;
      shape = Shape.ofRank(1);
    }
    c.output(0, c.elementType(0), shape);
    c.output(1, ElementType.INT64, Shape.ofRank(1));
    c.output(2, ElementType.INT64, Shape.of(length));
    c.output(3, ElementType.INT64, Shape.ofRank(1));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = axis == null ? new long[] {c.shape(0).elements()} : c.dims(0);
    int along = axis == null ? 0 : c.axis(axis, dims.length);
    ElementType type = c.elementType(0);
    int outer = Strides.product(dims, 0, along);
    int size = Math.toIntExact(dims[along]);
    int inner = Strides.product(dims, along + 1, dims.length);
    int x = c.input(0);
    int[] outputs = new int[4];
    for (int i = 0; i < 4; i++) {
      outputs[i] = i < c.outputCount() && c.hasOutput(i) ? c.output(i) : -1;
      if (outputs[i] >= 0) {
        c.provides(i);
      }
    }
    return f -> {
      long[] keys = SortKeys.of(type, f.array(x), f.offset(x), outer * size * inner);
      UniqueRows rows = UniqueRows.of(rowsFirst(keys, outer, size), size, sorted);
      if (outputs[0] >= 0) {
        f.provide(outputs[0], slices(f, x, type, dims, along, rows.first()));
      }
      provide(f, outputs[1], rows.first());
      provide(f, outputs[2], rows.inverse());
      provide(f, outputs[3], rows.counts());
    };
  }

  /** The keys with those of a slice side by side. */
  private static long[] rowsFirst(long[] keys, int outer, int size) {
    if (outer == 1 || keys.length == 0) {
      return keys;
    }
    long[] moved = new long[keys.length];
    int run = keys.length / outer / size;
    for (int o = 0; o < outer; o++) {
      for (int r = 0; r < size; r++) {
        System.arraycopy(keys, (o * size + r) * run, moved, (r * outer + o) * run, run);
      }
    }
    return moved;
  }

  private static Tensor slices(
      Frame f, int x, ElementType type, long[] dims, int along, int[] which) {
    long[] shape = dims.clone();
    shape[along] = which.length;
    Tensor slices = Tensor.zeros(type, shape);
    int run = Strides.product(dims, along + 1, dims.length) * (int) type.arrayLength(1);
    int[] offsets = new int[which.length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = which[i] * run;
    }
    for (int o = 0; o < Strides.product(dims, 0, along); o++) {
      Moves.gather(
          f.array(x),
          f.offset(x) + o * (int) dims[along] * run,
          offsets,
          0,
          offsets.length,
          run,
          slices.array(),
          o * offsets.length * run);
    }
    return slices;
  }

  private static void provide(Frame f, int slot, int[] numbers) {
    if (slot >= 0) {
      long[] longs = new long[numbers.length];
      for (int i = 0; i < longs.length; i++) {
        longs[i] = numbers[i];
      }
      f.provide(slot, Tensor.of(longs, longs.length));
    }
  }
}
