package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Units;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * The upper or lower triangle of matrices, with zeros elsewhere.
 *
 * @param upper which triangle
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Trilu.html">Trilu</a>
 */
record Trilu(boolean upper) implements Operator {

  /** Units that a task copies. */
  private static final int GRAIN = 32 * 1024;

  Trilu(Attributes a) {
    this(a.flag("upper"));
  }

  @Override
  public void infer(InferContext c) {
    if (c.rank(0) >= 0 && c.rank(0) < 2) {
      throw c.error("input 0 has shape %s; expected rank 2 or more", c.shape(0));
    }
    if (c.hasInput(1) && c.shape(1).isKnown() && c.shape(1).elements() != 1) {
      throw c.error("input 1 has shape %s; expected one number", c.shape(1));
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    ElementType type = c.elementType(0);
    Units units = Units.of(type);
    int n = Math.toIntExact(dims[dims.length - 2]);
    int m = Math.toIntExact(dims[dims.length - 1]);
    if (Shape.elements(dims) == 0) {
      return f -> {};
    }
    int rows = Math.toIntExact(Shape.elements(dims) / m);
    int x = c.input(0);
    int y = c.output(0);
    int k = c.input(1);
    c.inPlace(0, 0);
    Object zero = type.storage().allocate(1);
    int rowsOfTask = Math.max(1, GRAIN / (m * units.perElement()));
    ParallelTask task =
        (f, t, w) -> {
          int last = (int) Math.min(rows, (t + 1L) * rowsOfTask);
          long diagonal = k < 0 ? 0 : f.longs(k)[f.offset(k)];
          for (int r = t * rowsOfTask; r < last; r++) {
            row(f, units, x, y, zero, r, m, Math.clamp(diagonal, -n, m) + r % n);
          }
        };
    int tasks = Math.ceilDiv(rows, rowsOfTask);
    return f -> f.parallel(tasks, task);
  }

  /**
   * Fills a row.
   *
   * @param diagonal the column of the row's element on the diagonal; may be outside
   */
  private void row(Frame f, Units units, int x, int y, Object zero, int r, int m, int diagonal) {
    int width = units.perElement();
    int at = r * m * width;
    int from = upper ? Math.clamp(diagonal, 0, m) * width : 0;
    int to = upper ? m * width : Math.clamp(diagonal + 1L, 0, m) * width;
    int xAt = units.start(f, x) + at;
    int yAt = units.start(f, y) + at;
    Object target = f.array(y);
    if (f.array(x) != target || xAt != yAt) {
      units.copy(f.array(x), xAt + from, 0, 1, target, yAt + from, 0, 1, 1, to - from);
    }
    int zeroAt = upper ? 0 : to;
    units.copy(zero, 0, 0, 0, target, yAt + zeroAt, 0, 1, 1, m * width - (to - from));
  }
}
