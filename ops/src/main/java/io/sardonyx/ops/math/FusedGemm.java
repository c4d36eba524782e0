package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.kernels.Activation;
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
 * What passes make of a matrix product and the nodes behind it: {@code activation(A * B + bias +
 * residual)}. A [..., k] may have any rank and B is a matrix [k, n]; the bias has n numbers or one,
 * the residual the output's shape. Inputs: A, B, bias and residual, the last two optional. Floats
 * only.
 *
 * @param transB whether B comes as [n, k]
 * @param activation what to do at last; the attributes are {@code activation}, the name of an
 *     {@link Activation.Kind}, and its parameters {@code alpha} and {@code beta}
 */
record FusedGemm(boolean transB, Activation activation) implements Operator {

  FusedGemm(Attributes a) {
    this(
        a.flag("transB"),
        a.has("activation")
            ? new Activation(
                a.choice("activation", Activation.Kind.class),
                a.number("alpha", 0),
                a.number("beta", 0))
            : Activation.NONE);
  }

  @Override
  public void infer(InferContext c) {
    if (!c.elementType(0).isFloat()) {
      throw c.error("input 0 holds %s; expected floats", c.elementType(0));
    }
    Shape a = c.shape(0);
    Shape b = c.shape(1);
    if ((a.isRanked() && a.rank() == 0) || (b.isRanked() && b.rank() != 2)) {
      throw c.error("its inputs have shapes %s and %s; expected rows and a matrix", a, b);
    }
    Dim n = b.isRanked() ? b.dim(transB ? 0 : 1) : Dim.UNKNOWN;
    Dim k = b.isRanked() ? b.dim(transB ? 1 : 0) : Dim.UNKNOWN;
    if (!a.isRanked()) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    Dim own = a.dim(a.rank() - 1);
    if (!InputShapes.agree(own, k)) {
      throw c.error("rows of shape %s and a matrix of shape %s do not fit", a, b);
    }
    c.output(0, c.elementType(0), a.with(a.rank() - 1, n));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] out = c.outputDims(0);
    int n = Math.toIntExact(out[out.length - 1]);
    int k = Math.toIntExact(c.dims(1)[transB ? 1 : 0]);
    long[] rows = c.dims(0);
    rows[rows.length - 1] = 1;
    int m = Math.toIntExact(Shape.elements(rows));
    Operands o = new Operands(c, MatrixArithmetic.of(c, c.elementType(0)));
    MatrixProduct product =
        new MatrixProduct(o, m, k, n)
            .left(o.input(0), new int[] {0}, k)
            .right(RightMatrix.input(1, k, n, transB), new int[] {0})
            .activation(activation);
    if (c.hasInput(2)) {
      long length = c.shape(2).elements();
      if (length != n && length != 1) {
        throw c.error("the bias has shape %s; expected %d numbers or one", c.shape(2), n);
      }
      product.bias(2, length == 1, 1);
    }
    if (c.hasInput(3)) {
      if (c.shape(3).elements() != Shape.elements(out)) {
        throw c.error("the residual has shape %s; expected %s", c.shape(3), Shape.of(out));
      }
      product.residual(o.input(3));
    }
    return o.step(product.result(o.output(0)).step());
  }
}
