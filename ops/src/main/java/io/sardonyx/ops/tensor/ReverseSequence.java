package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
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
 * Every sequence of a batch with its first steps, as many as its length says, in reverse order.
 *
 * @param batchAxis 0 or 1
 * @param timeAxis the other one
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ReverseSequence.html">ReverseSequence</a>
 */
record ReverseSequence(long batchAxis, long timeAxis) implements Operator {

  ReverseSequence(Attributes a) {
    this(a.integer("batch_axis"), a.integer("time_axis"));
  }

  @Override
  public void infer(InferContext c) {
    if (Math.min(batchAxis, timeAxis) != 0 || Math.max(batchAxis, timeAxis) != 1) {
      throw c.error(
          "the batch axis is %d and the time axis %d; expected 0 and 1, or 1 and 0",
          batchAxis, timeAxis);
    }
    Shape shape = c.shape(0);
    if (shape.isRanked() && shape.rank() < 2) {
      throw c.error("the input has shape %s; expected rank 2 or more", shape);
    }
    Shape lengths = c.shape(1);
    if (lengths.isRanked() && lengths.rank() != 1) {
      throw c.error("the lengths have shape %s; expected a vector", lengths);
    }
    if (shape.isRanked() && lengths.isRanked()) {
      Dim batch = shape.dim((int) batchAxis);
      if (batch.isKnown() && lengths.dim(0).isKnown() && !batch.equals(lengths.dim(0))) {
        throw c.error("there are %s lengths for %s sequences", lengths.dim(0), batch);
      }
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    int rows = Math.toIntExact(Math.multiplyExact(dims[0], dims[1]));
    int columns = Math.toIntExact(dims[1]);
    int steps = Math.toIntExact(dims[(int) timeAxis]);
    int run = Math.toIntExact(c.elementType(0).arrayLength(Strides.product(dims, 2, dims.length)));
    int x = c.input(0);
    int lengths = c.input(1);
    int y = c.output(0);
    int grain = Math.clamp(Ranges.CHEAP / Math.max(1, run), 1, Ranges.COSTLY);
    c.workerScratch(Storage.INTS, grain);
    return Ranges.step(
        rows,
        grain,
        (f, from, to, worker) -> {
          int[] offsets = f.workerInts(worker);
          for (int r = from; r < to; r++) {
            int sequence = timeAxis == 0 ? r % columns : r / columns;
            int step = timeAxis == 0 ? r / columns : r % columns;
            int length = length(f, lengths, sequence, steps);
            int source = step < length ? length - 1 - step : step;
            int row = timeAxis == 0 ? source * columns + sequence : sequence * columns + source;
            offsets[r - from] = row * run;
          }
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

  private static int length(Frame f, int lengths, int sequence, int steps) {
    long length = f.longs(lengths)[f.offset(lengths) + sequence];
    if (length < 0 || length > steps) {
      throw f.error("sequence %d has length %d; expected 0 to %d", sequence, length, steps);
    }
    return (int) length;
  }
}
