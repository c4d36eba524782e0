package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.Conversion;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The determinants of the square matrices in the last two dimensions, by elimination with partial
 * pivoting in double precision. That of a matrix without elements is 1.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Det.html">Det</a>
 */
record Det() implements Operator {

  @Override
  public void infer(InferContext c) {
    Shape shape = c.shape(0);
    if (shape.isRanked()) {
      int rank = shape.rank();
      if (rank < 2) {
        throw c.error("input 0 has shape %s; expected at least rank 2", shape);
      }
      Dim rows = shape.dim(rank - 2);
      Dim columns = shape.dim(rank - 1);
      if (rows.isKnown() && columns.isKnown() && rows.size() != columns.size()) {
        throw c.error("input 0 has shape %s; expected square matrices", shape);
      }
      shape = Shape.of(shape.dims().subList(0, rank - 2));
    }
    c.output(0, c.elementType(0), shape);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    int m = Math.toIntExact(dims[dims.length - 1]);
    int x = c.input(0);
    int y = c.output(0);
    Conversion conversion = Conversion.of(c.elementType(0), Arithmetic.DOUBLES);
    NumberAccess access = NumberAccess.of(c.elementType(0));
    c.workerScratch(Storage.DOUBLES, (long) m * m);
    return Ranges.step(
        Shape.elements(c.outputDims(0)),
        Ranges.grain(Ranges.COSTLY, (long) m * m * m),
        (f, from, to, w) -> {
          double[] a = f.workerDoubles(w);
          for (int i = from; i < to; i++) {
            conversion.read(f.array(x), f.offset(x) + i * m * m, a, 0, m * m);
            access.setDouble(f.array(y), f.offset(y) + i, determinant(a, m));
          }
        });
  }

  /** The determinant of a row-major matrix, which is destroyed. */
  private static double determinant(double[] a, int m) {
    double product = 1;
    for (int k = 0; k < m; k++) {
      int pivot = k;
      for (int i = k + 1; i < m; i++) {
        pivot = Math.abs(a[i * m + k]) > Math.abs(a[pivot * m + k]) ? i : pivot;
      }
      double diagonal = a[pivot * m + k];
      if (diagonal == 0) {
        return 0;
      }
      if (pivot != k) {
        product = -product;
        for (int j = k; j < m; j++) {
          double t = a[k * m + j];
          a[k * m + j] = a[pivot * m + j];
          a[pivot * m + j] = t;
        }
      }
      product *= diagonal;
      for (int i = k + 1; i < m; i++) {
        double factor = a[i * m + k] / diagonal;
        for (int j = k + 1; j < m; j++) {
          a[i * m + j] -= factor * a[k * m + j];
        }
      }
    }
    return product;
  }
}
