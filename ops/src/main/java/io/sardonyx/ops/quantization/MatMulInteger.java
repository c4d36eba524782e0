package io.sardonyx.ops.quantization;

import io.sardonyx.ElementType;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The product of matrices of 8-bit integers, less their zero points, in 32 bits.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MatMulInteger.html">MatMulInteger</a>
 */
record MatMulInteger() implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, ElementType.INT32, MatrixShapes.infer(c, 0, 1));
    checkLines(c, 0, 1, 2, 3);
  }

  /** Validates what belongs to the rows of a and the columns of b, if shapes are known. */
  static void checkLines(NodeContext c, int a, int b, int ofA, int ofB) {
    if (c.shape(a).isKnown() && c.shape(b).isKnown()) {
      MatrixShapes s = MatrixShapes.of(c.shape(a).sizes(), c.shape(b).sizes());
      PerLine.check(c, ofA, s.m(), s.aBatches());
      PerLine.check(c, ofB, s.n(), s.bBatches());
    }
  }

  @Override
  public Step compile(CompileContext c) {
    return new IntegerMatMul(c, new int[] {0, 1, 2, 3}, c.output(0)).step();
  }
}
