package io.sardonyx.ops.tensor;

import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * The data with updates applied: each goes to the place of its index, moved along the axis to where
 * the index says. Updates of one place are applied in their order. This is Scatter too, the
 * operator's name up to version 10.
 *
 * @param axis along which indices count; negative counts from the back
 * @param reduction what becomes of an update and the element that is there
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ScatterElements.html">ScatterElements</a>
 */
record ScatterElements(long axis, Reduction reduction) implements Operator {

  ScatterElements(Attributes a) {
    this(
        a.integer("axis"),
        a.has("reduction") ? a.choice("reduction", Reduction.class) : Reduction.NONE);
  }

  @Override
  public void infer(InferContext c) {
    ElementOffsets.validate(c, axis);
    Shape indices = c.shape(1);
    if (indices.isKnown() && c.shape(2).isKnown() && !indices.equals(c.shape(2))) {
      throw c.error(
          "the updates have shape %s; expected that of the indices %s", c.shape(2), indices);
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int indices = c.input(1);
    int updates = c.input(2);
    int y = c.output(0);
    if (x != updates) {
      c.inPlace(0, 0);
    }
    int width = Math.toIntExact(c.elementType(0).arrayLength(1));
    int length = Math.toIntExact(c.elementType(0).arrayLength(c.shape(0).elements()));
    Reduction.Updates apply = reduction.updates(c, c.elementType(0));
    ElementOffsets elements = ElementOffsets.of(c, axis);
    int count = elements.count();
    c.workerScratch(Storage.INTS, Math.min(count, Ranges.COSTLY));
    // Tasks must not share elements: each takes all updates of some places before the axis.
    int together = Math.max(1, elements.countFromAxis());
    Ranges ranges = new Ranges(count, together * Math.max(1, Ranges.COSTLY / together));
    ParallelTask scatter =
        ranges.task((f, from, to, worker) -> {
          int[] offsets = f.workerInts(worker);
          for (int at = from; at < to; at += Ranges.COSTLY) {
            int n = Math.min(Ranges.COSTLY, to - at);
            elements.resolve(f, indices, at, n, offsets);
            apply.apply(
                f.array(updates),
                f.offset(updates) + at * width,
                n,
                width,
                f.array(y),
                f.offset(y),
                offsets);
          }
        });
    return f -> {
      Copies.copy(f, x, 0, y, 0, length);
      f.parallel(ranges.tasks(), scatter);
    };
  }
}
