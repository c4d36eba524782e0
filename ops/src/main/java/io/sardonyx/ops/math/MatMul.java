package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.matrix.BatchDims;
import io.sardonyx.ops.matrix.InputShapes;
import io.sardonyx.ops.matrix.MatrixArithmetic;
import io.sardonyx.ops.matrix.MatrixProduct;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RightMatrix;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Matrix product like numpy's matmul: the last two dimensions are matrices, those before are
 * batches that broadcast, and a vector is a single row on the left or column on the right.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MatMul.html">MatMul</a>
 */
record MatMul() implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(0), shape(c));
  }

  private static Shape shape(InferContext c) {
    Shape a = c.shape(0);
    Shape b = c.shape(1);
    if ((a.isRanked() && a.rank() == 0) || (b.isRanked() && b.rank() == 0)) {
      throw c.error("its inputs have shapes %s and %s; expected at least rank 1", a, b);
    }
    if (!a.isRanked() || !b.isRanked()) {
      return Shape.UNRANKED;
    }
    Dim k = a.dim(a.rank() - 1);
    Dim l = b.dim(Math.max(0, b.rank() - 2));
    if (!InputShapes.agree(k, l)) {
      throw c.error("matrices of shapes %s and %s cannot be multiplied: %s and %s", a, b, k, l);
    }
    List<Dim> batchA = a.dims().subList(0, Math.max(0, a.rank() - 2));
    List<Dim> batchB = b.dims().subList(0, Math.max(0, b.rank() - 2));
    List<Dim> dims = new ArrayList<>(BatchDims.broadcast(c, batchA, batchB, "batch dimensions"));
    if (a.rank() > 1) {
      dims.add(a.dim(a.rank() - 2));
    }
    if (b.rank() > 1) {
      dims.add(b.dim(b.rank() - 1));
    }
    return Shape.of(dims);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] a = c.dims(0);
    long[] b = c.dims(1);
    int k = Math.toIntExact(a[a.length - 1]);
    int m = a.length > 1 ? Math.toIntExact(a[a.length - 2]) : 1;
    int n = b.length > 1 ? Math.toIntExact(b[b.length - 1]) : 1;
    long[] batchA = Arrays.copyOf(a, Math.max(0, a.length - 2));
    long[] batchB = Arrays.copyOf(b, Math.max(0, b.length - 2));
    Operands o = new Operands(c, MatrixArithmetic.of(c, c.elementType(0)));
    int matrices = Math.toIntExact(Shape.elements(batchB));
    if (matrices == 1) {
      // All rows of all batches meet the same matrix: one long product.
      int rows = Math.toIntExact(Math.multiplyExact(Shape.elements(batchA), m));
      MatrixProduct product =
          new MatrixProduct(o, rows, k, n)
              .left(o.input(0), new int[] {0}, k)
              .right(RightMatrix.input(1, k, n, false), new int[] {0})
              .result(o.output(0));
      return o.step(product.step());
    }
    long[] out = c.outputDims(0);
    long[] batches = Arrays.copyOf(out, Math.max(batchA.length, batchB.length));
    int[] left = BatchDims.indices(batches, batchA);
    Arrays.setAll(left, i -> left[i] * m * k);
    int[] offsets = BatchDims.offsets(matrices, Math.multiplyExact(k, n));
    MatrixProduct product =
        new MatrixProduct(o, m, k, n)
            .left(o.input(0), left, k)
            .right(new RightMatrix(1, -1, offsets, n, 1, 1), BatchDims.indices(batches, batchB))
            .result(o.output(0));
    return o.step(product.step());
  }
}
