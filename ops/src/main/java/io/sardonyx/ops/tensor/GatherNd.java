package io.sardonyx.ops.tensor;

import io.sardonyx.Storage;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * For every tuple of indices the slice of the data that it names.
 *
 * @param batchDims leading dimensions that data and indices share
 * @see <a href="https://onnx.ai/onnx/operators/onnx__GatherND.html">GatherND</a>
 */
record GatherNd(long batchDims) implements Operator {

  GatherNd(Attributes a) {
    this(a.integer("batch_dims", 0));
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(0), TupleOffsets.slices(c, batchDims));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int indices = c.input(1);
    int y = c.output(0);
    TupleOffsets slices = TupleOffsets.of(c, (int) batchDims);
    int run = slices.run();
    int grain = Math.clamp(Ranges.CHEAP / Math.max(1, run), 1, Ranges.COSTLY);
    c.workerScratch(Storage.INTS, grain);
    return Ranges.step(
        slices.tuples(),
        grain,
        (f, from, to, worker) -> {
          int[] offsets = f.workerInts(worker);
          slices.resolve(f, indices, from, to - from, offsets);
          Moves.gather(
              f.array(x),
              f.offset(x),
              offsets,
              0,
              to - from,
              run,
              f.array(y),
              f.offset(y) + from * run);
        });
  }
}
