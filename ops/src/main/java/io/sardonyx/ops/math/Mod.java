package io.sardonyx.ops.math;

import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.ops.family.Alignment;
import io.sardonyx.ops.family.Broadcast;
import io.sardonyx.ops.family.Contents;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The remainder of a division: with the sign of the divisor, as Python's operator %, or with that
 * of the dividend, as C's function fmod.
 *
 * @param fmod whether the sign is the dividend's; floating-point numbers need it
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Mod.html">Mod</a>
 */
record Mod(boolean fmod) implements Operator {

  Mod(Attributes a) {
    this(a.flag("fmod"));
  }

  private BinaryFunction function() {
    return fmod ? BinaryFunction.FMOD : BinaryFunction.MOD;
  }

  @Override
  public void infer(InferContext c) {
    if (!fmod && c.elementType(0).isFloat()) {
      throw c.error(
          "attribute 'fmod' is 0, which is for integers; expected 1 for %s", c.elementType(0));
    }
    c.output(0, c.elementType(0), Broadcast.shape(c));
    c.outputDims(0, Contents.of(c, function()));
  }

  @Override
  public Step compile(CompileContext c) {
    return ArithmeticOperator.step(c, function(), Alignment.NUMPY);
  }
}
