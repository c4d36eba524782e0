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
 * The slices along an axis whose condition is true; without an axis, elements of the flattened
 * input. A condition that is too short is false for the rest.
 *
 * @param axis the axis, negative counts from the back; null to flatten
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Compress.html">Compress</a>
 */
record Compress(Long axis) implements Operator {

  Compress(Attributes a) {
    this(a.has("axis") ? (Long) a.integer("axis") : null);
  }

  @Override
  public void infer(InferContext c) {
    if (c.shape(1).isRanked() && c.rank(1) != 1) {
      throw c.error("the condition has shape %s; expected a vector", c.shape(1));
    }
    Shape shape = c.shape(0);
    if (axis == null) {
      shape = Shape.ofRank(1);
    } else if (shape.isRanked()) {
      shape = shape.with(c.axis(axis, shape.rank()), Dim.UNKNOWN);
    }
    c.output(0, c.elementType(0), shape);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = axis == null ? new long[] {c.shape(0).elements()} : c.dims(0);
    int along = axis == null ? 0 : c.axis(axis, dims.length);
    ElementType type = c.elementType(0);
    int outer = Strides.product(dims, 0, along);
    int size = Math.toIntExact(dims[along]);
    int run = Math.toIntExact(type.arrayLength(Strides.product(dims, along + 1, dims.length)));
    int conditions = Math.toIntExact(c.shape(1).elements());
    int x = c.input(0);
    int condition = c.input(1);
    int y = c.output(0);
    c.provides(0);
    return f -> {
      int[] offsets = selected(f, condition, conditions, size, run);
      long[] shape = dims.clone();
      shape[along] = offsets.length;
      Tensor result = Tensor.zeros(type, shape);
      for (int o = 0; o < outer; o++) {
        Moves.gather(
            f.array(x),
            f.offset(x) + o * size * run,
            offsets,
            0,
            offsets.length,
            run,
            result.array(),
            o * offsets.length * run);
      }
      f.provide(y, result);
    };
  }

  /** Where the selected slices begin, in array elements. */
  private static int[] selected(Frame f, int condition, int conditions, int size, int run) {
    byte[] bytes = f.bytes(condition);
    int at = f.offset(condition);
    int count = 0;
    for (int i = 0; i < conditions; i++) {
      count += bytes[at + i] != 0 ? 1 : 0;
    }
    int[] offsets = new int[count];
    int found = 0;
    for (int i = 0; i < conditions; i++) {
      if (bytes[at + i] != 0) {
        if (i >= size) {
          throw f.error("the condition selects slice %d; the input has %d", i, size);
        }
        offsets[found++] = i * run;
      }
    }
    return offsets;
  }
}
