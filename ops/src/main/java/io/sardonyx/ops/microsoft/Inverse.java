package io.sardonyx.ops.microsoft;

import io.sardonyx.Storage;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The inverses of square matrices [..., n, n], computed as doubles; one that has none is an error.
 */
record Inverse() implements Operator {

  @Override
  public void infer(InferContext c) {
    int rank = c.rank(0);
    if (rank >= 0) {
      boolean isMatrix = rank >= 2;
      var rows = isMatrix ? c.shape(0).dim(rank - 2) : null;
      var columns = isMatrix ? c.shape(0).dim(rank - 1) : null;
      if (!isMatrix || (rows.isKnown() && columns.isKnown() && rows.size() != columns.size())) {
        throw c.error("input 0 has shape %s; expected square matrices", c.shape(0));
      }
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    int n = Math.toIntExact(dims[dims.length - 1]);
    int count = n == 0 ? 0 : Math.toIntExact(c.shape(0).elements() / ((long) n * n));
    int x = c.input(0);
    int y = c.output(0);
    NumberAccess numbers = NumberAccess.of(c.elementType(0));
    c.workerScratch(Storage.DOUBLES, 2L * n * n);
    return f ->
        f.parallel(
            count,
            (frame, task, worker) -> {
              double[] rows = frame.workerDoubles(worker);
              int start = task * n * n;
              for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                  int at = frame.offset(x) + start + i * n + j;
                  rows[i * 2 * n + j] = numbers.getDouble(frame.array(x), at);
                  rows[i * 2 * n + n + j] = i == j ? 1 : 0;
                }
              }
              invert(rows, n, frame);
              for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                  int at = frame.offset(y) + start + i * n + j;
                  numbers.setDouble(frame.array(y), at, rows[i * 2 * n + n + j]);
                }
              }
            });
  }

  /** Gauss and Jordan's elimination in rows of the matrix and the unit matrix side by side. */
  private static void invert(double[] rows, int n, Frame f) {
    int width = 2 * n;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(rows[i * width + k]) > Math.abs(rows[pivot * width + k])) {
          pivot = i;
        }
      }
      double scale = rows[pivot * width + k];
      if (scale == 0) {
        throw f.error("a matrix is singular and has no inverse");
      }
      for (int j = 0; j < width; j++) {
        double moved = rows[pivot * width + j] / scale;
        rows[pivot * width + j] = rows[k * width + j];
        rows[k * width + j] = moved;
      }
      for (int i = 0; i < n; i++) {
        double factor = rows[i * width + k];
        if (i != k && factor != 0) {
          for (int j = 0; j < width; j++) {
            rows[i * width + j] -= factor * rows[k * width + j];
          }
        }
      }
    }
  }
}
