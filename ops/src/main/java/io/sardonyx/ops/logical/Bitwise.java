package io.sardonyx.ops.logical;

import io.sardonyx.kernels.BitFunction;
import io.sardonyx.ops.family.Alignment;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * And, Or and Xor of booleans, BitwiseAnd, BitwiseOr and BitwiseXor of integers: a boolean is one
 * bit.
 *
 * @param function what to compute
 * @param alignment how the inputs are brought to one shape
 * @see <a href="https://onnx.ai/onnx/operators/onnx__And.html">And</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__BitwiseAnd.html">BitwiseAnd</a>
 */
record Bitwise(BitFunction function, Alignment alignment) implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(0), alignment.shape(c));
  }

  @Override
  public Step compile(CompileContext c) {
    Codec codec = Codec.none(c.elementType(0).storage());
    return Elementwise.binary(
        c,
        alignment.walk(c),
        codec,
        codec,
        codec,
        false,
        Ranges.CHEAP,
        (x, xAt, xStep, y, yAt, yStep, z, zAt, n) -> function.run(x, xAt, y, yAt, z, zAt, n));
  }
}
