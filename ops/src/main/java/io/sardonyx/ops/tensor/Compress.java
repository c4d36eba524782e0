package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.Ranges;
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
    int chosen = c.scratch(Storage.INTS, Math.min(size, conditions));
    int grain = Ranges.grain(Ranges.CHEAP, run);
    c.provides(0);
    return f -> {
      int count = select(f, condition, conditions, size, run, chosen);
      long[] shape = dims.clone();
      shape[along] = count;
      Tensor result = Tensor.zeros(type, shape);
      int pieces = Math.multiplyExact(outer, (count + grain - 1) / grain);
      f.parallel(
          pieces,
          (g, t, w) -> {
            int o = t % outer;
            int first = t / outer * grain;
            Moves.gather(
                g.array(x),
                g.offset(x) + o * size * run,
                g.ints(chosen),
                g.offset(chosen) + first,
                Math.min(grain, count - first),
                run,
                result.array(),
                (o * count + first) * run);
          });
      f.provide(y, result);
    };
  }

  /**
   * Lists where the selected slices begin, in array elements.
   *
   * @return how many there are
   */
  private static int select(Frame f, int condition, int conditions, int size, int run, int chosen) {
    byte[] bytes = f.bytes(condition);
    int at = f.offset(condition);
    for (int i = size; i < conditions; i++) {
      if (bytes[at + i] != 0) {
        throw f.error("the condition selects slice %d; the input has %d", i, size);
      }
    }
    int[] offsets = f.ints(chosen);
    int first = f.offset(chosen);
    int end = first;
    for (int i = 0; i < Math.min(size, conditions); i++) {
      if (bytes[at + i] != 0) {
        offsets[end++] = i * run;
      }
    }
    return end - first;
  }
}
