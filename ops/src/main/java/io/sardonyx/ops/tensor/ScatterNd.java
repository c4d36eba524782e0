package io.sardonyx.ops.tensor;

import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The data with slices updated, each at the place that a tuple of indices names. Updates of one
 * place are applied in their order.
 *
 * @param reduction what becomes of an update and the element that is there
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ScatterND.html">ScatterND</a>
 */
record ScatterNd(Reduction reduction) implements Operator {

  ScatterNd(Attributes a) {
    this(a.has("reduction") ? a.choice("reduction", Reduction.class) : Reduction.NONE);
  }

  @Override
  public void infer(InferContext c) {
    Shape slices = TupleOffsets.slices(c, 0);
    if (slices.isKnown() && c.shape(2).isKnown() && !slices.equals(c.shape(2))) {
      throw c.error("the updates have shape %s; expected %s", c.shape(2), slices);
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
    int length = Math.toIntExact(c.elementType(0).arrayLength(c.shape(0).elements()));
    Reduction.Updates apply = reduction.updates(c, c.elementType(0));
    TupleOffsets slices = TupleOffsets.of(c, 0);
    int run = slices.run();
    int tuples = slices.tuples();
    int grain = Math.min(tuples, Ranges.COSTLY);
    c.workerScratch(Storage.INTS, grain);
    return f -> {
      Copies.copy(f, x, 0, y, 0, length);
      int[] offsets = f.workerInts(0);
      for (int at = 0; at < tuples; at += Ranges.COSTLY) {
        int n = Math.min(Ranges.COSTLY, tuples - at);
        slices.resolve(f, indices, at, n, offsets);
        apply.apply(
            f.array(updates),
            f.offset(updates) + at * run,
            n,
            run,
            f.array(y),
            f.offset(y),
            offsets);
      }
    };
  }
}
