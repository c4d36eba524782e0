package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * For every index the element of the data at the index's own place, moved along the axis to where
 * the index says.
 *
 * @param axis along which indices count; negative counts from the back
 * @see <a href="https://onnx.ai/onnx/operators/onnx__GatherElements.html">GatherElements</a>
 */
record GatherElements(long axis) implements Operator {

  GatherElements(Attributes a) {
    this(a.integer("axis"));
  }

  @Override
  public void infer(InferContext c) {
    ElementOffsets.validate(c, axis);
    c.output(0, c.elementType(0), c.shape(1));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int indices = c.input(1);
    int y = c.output(0);
    ElementOffsets elements = ElementOffsets.of(c, axis);
    int width = Math.toIntExact(c.elementType(0).arrayLength(1));
    if (elements.isPlain(width)
        && c.elementType(0).storage() == Storage.FLOATS
        && c.elementType(1) == ElementType.INT64) {
      return Ranges.step(
          elements.count(),
          Ranges.COSTLY,
          (f, from, to, worker) ->
              elements.gather(
                  f,
                  f.longs(indices),
                  f.offset(indices),
                  f.floats(x),
                  f.offset(x),
                  from,
                  to,
                  f.floats(y),
                  f.offset(y)));
    }
    c.workerScratch(Storage.INTS, Ranges.COSTLY);
    return Ranges.step(
        elements.count(),
        Ranges.COSTLY,
        (f, from, to, worker) -> {
          int[] offsets = f.workerInts(worker);
          elements.resolve(f, indices, from, to - from, offsets);
          Moves.gather(
              f.array(x),
              f.offset(x),
              offsets,
              0,
              to - from,
              width,
              f.array(y),
              f.offset(y) + from * width);
        });
  }
}
