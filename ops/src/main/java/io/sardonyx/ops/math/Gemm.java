package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.matrix.InputShapes;
import io.sardonyx.ops.matrix.MatrixArithmetic;
import io.sardonyx.ops.matrix.MatrixProduct;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RightMatrix;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * General matrix product: {@code alpha * A * B + beta * C}, where C broadcasts to the product's
 * shape. Version 1 had to say so by an attribute, which makes no difference here.
 *
 * @param transA whether A comes transposed
 * @param transB whether B comes transposed
 * @param alpha factor of the product
 * @param beta factor of C
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Gemm.html">Gemm</a>
 */
record Gemm(boolean transA, boolean transB, float alpha, float beta) implements Operator {

  Gemm(Attributes a) {
    this(a.flag("transA"), a.flag("transB"), a.number("alpha", 1), a.number("beta", 1));
  }

  @Override
  public void infer(InferContext c) {
    Shape a = matrix(c, 0);
    Shape b = matrix(c, 1);
    Dim m = a.dim(transA ? 1 : 0);
    Dim k = a.dim(transA ? 0 : 1);
    Dim l = b.dim(transB ? 1 : 0);
    Dim n = b.dim(transB ? 0 : 1);
    if (!InputShapes.agree(k, l)) {
      throw c.error(
          "A of shape %s%s and B of shape %s%s cannot be multiplied",
          a, transA ? " transposed" : "", b, transB ? " transposed" : "");
    }
    Shape product = Shape.of(m, n);
    if (c.hasInput(2)) {
      checkBroadcasts(c, c.shape(2), product);
    }
    c.output(0, c.elementType(0), product);
  }

  private static Shape matrix(InferContext c, int i) {
    Shape shape = c.shape(i);
    if (shape.isRanked() && shape.rank() != 2) {
      throw c.error("input %d has shape %s; expected a matrix", i, shape);
    }
    return shape.isRanked() ? shape : Shape.ofRank(2);
  }

  private static void checkBroadcasts(InferContext c, Shape bias, Shape product) {
    for (int d = 1; bias.isRanked() && d <= bias.rank(); d++) {
      Dim own = bias.dim(bias.rank() - d);
      Dim all = d > 2 ? Dim.of(1) : product.dim(2 - d);
      if (own.isKnown() && own.size() != 1 && all.isKnown() && own.size() != all.size()) {
        throw c.error("C has shape %s, which does not broadcast to %s", bias, product);
      }
    }
  }

  @Override
  public Step compile(CompileContext c) {
    long[] a = c.dims(0);
    long[] out = c.outputDims(0);
    int m = Math.toIntExact(out[0]);
    int n = Math.toIntExact(out[1]);
    int k = Math.toIntExact(a[transA ? 0 : 1]);
    boolean exact = c.elementType(0).isFloat() || (isWhole(alpha) && isWhole(beta));
    // Fractions of integers are taken in double precision, and truncated at the end.
    MatrixArithmetic arithmetic =
        exact
            ? MatrixArithmetic.of(c, c.elementType(0))
            : MatrixArithmetic.ofReals(c, ElementType.DOUBLE);
    Operands o = new Operands(c, arithmetic);
    MatrixProduct product =
        new MatrixProduct(o, m, k, n)
            .left(transA ? transposed(o, k, m) : o.input(0), new int[] {0}, k)
            .right(RightMatrix.input(1, k, n, transB).scaled(alpha), new int[] {0});
    if (c.hasInput(2) && beta != 0) {
      addC(o, product, m, n);
    }
    return o.step(product.result(o.output(0)).step());
  }

  private static boolean isWhole(float x) {
    return x == (long) x;
  }

  private static int transposed(Operands o, int k, int m) {
    int a = o.input(0);
    int rows = o.scratch((long) m * k);
    o.before(o.copy(a, new int[] {m, k}, new int[] {1, m}, rows));
    return rows;
  }

  private void addC(Operands o, MatrixProduct product, int m, int n) {
    long[] dims = o.context().dims(2);
    int columns = dims.length == 0 ? 1 : Math.toIntExact(dims[dims.length - 1]);
    int rows = dims.length < 2 ? 1 : Math.toIntExact(dims[dims.length - 2]);
    if (rows == 1) {
      product.bias(2, columns == 1, beta);
      return;
    }
    int addend = o.input(2);
    if (columns == n && beta == 1) {
      product.residual(addend);
      return;
    }
    int expanded = o.scratch((long) m * n);
    int[] strides = {columns, columns == 1 ? 0 : 1};
    o.before(o.copy(addend, new int[] {m, n}, strides, expanded));
    if (beta != 1) {
      o.before(f -> o.arithmetic().scale(f.array(expanded), f.offset(expanded), m * n, beta));
    }
    product.residual(expanded);
  }
}
