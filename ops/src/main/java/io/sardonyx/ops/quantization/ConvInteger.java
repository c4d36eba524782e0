package io.sardonyx.ops.quantization;

import io.sardonyx.ElementType;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The convolution of 8-bit integers, less their zero points, in 32 bits.
 *
 * @param geometry how the kernel goes over the input
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ConvInteger.html">ConvInteger</a>
 */
record ConvInteger(ConvGeometry geometry) implements Operator {

  ConvInteger(Attributes a) {
    this(new ConvGeometry(a));
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, ElementType.INT32, geometry.output(c, c.shape(0), c.shape(1)));
    requireScalar(c, 2);
    requirePerFeature(c, 3, 1);
  }

  static void requireScalar(NodeContext c, int i) {
    PerLine.check(c, i, 1, 1);
  }

  /** Requires input {@code i} to be a scalar or to have an element for every feature. */
  static void requirePerFeature(NodeContext c, int i, int weights) {
    if (c.shape(weights).isRanked() && c.shape(weights).dim(0).isKnown()) {
      PerLine.check(c, i, Math.toIntExact(c.shape(weights).dim(0).size()), 1);
    }
  }

  @Override
  public Step compile(CompileContext c) {
    return new IntegerConv(c, geometry, new int[] {0, 1, 2, 3}, c.output(0)).step();
  }
}
