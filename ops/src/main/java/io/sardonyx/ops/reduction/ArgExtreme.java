package io.sardonyx.ops.reduction;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.ArgScan;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.OrderKeys;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.Steps;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * ArgMax and ArgMin: where along an axis the largest or the smallest element is. A NaN counts as
 * the extreme, as in numpy.
 *
 * @param largest ArgMax, not ArgMin
 * @param keepDims whether the axis stays, with size 1
 * @param last whether the last of equal elements counts, instead of the first
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ArgMax.html">ArgMax</a>
 */
record ArgExtreme(boolean largest, long axis, boolean keepDims, boolean last) implements Operator {

  ArgExtreme(boolean largest, Attributes a) {
    this(largest, a.integer("axis"), a.flag("keepdims"), a.flag("select_last_index"));
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = c.shape(0);
    if (shape.isRanked()) {
      int along = c.axis(axis, shape.rank());
      List<Dim> dims = new ArrayList<>(shape.dims());
      if (keepDims) {
        dims.set(along, Dim.of(1));
      } else {
        dims.remove(along);
      }
      shape = Shape.of(dims);
    }
    c.output(0, ElementType.INT64, shape);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    AxisSplit split = AxisSplit.at(c, dims, axis);
    int length = split.length();
    int inner = split.inner();
    int x = c.input(0);
    int y = c.output(0);
    if ((long) split.outer() * inner == 0) {
      return Steps.none();
    }
    if (length == 0) {
      throw c.error("input 0 of shape %s has no elements along axis %d", c.shape(0), axis);
    }
    OrderKeys keys = OrderKeys.of(c.elementType(0), !largest, !largest);
    ArgScan scan = new ArgScan(keys, last, length, inner);
    ArgScan.reserve(c);
    int chunk = Math.min(inner, ArgScan.CHUNK);
    int chunks = (inner - 1) / chunk + 1;
    return Ranges.step(
        (long) split.outer() * chunks,
        Ranges.grain(Ranges.COSTLY, (long) length * chunk),
        (f, from, to, w) -> {
          long[] scratch = f.workerLongs(w);
          for (int u = from; u < to; u++) {
            int block = u / chunks;
            int column = u % chunks * chunk;
            int n = Math.min(chunk, inner - column);
            scan.find(f.array(x), f.offset(x) + block * length * inner + column, n, scratch);
            System.arraycopy(scratch, 0, f.longs(y), f.offset(y) + block * inner + column, n);
          }
        });
  }
}
