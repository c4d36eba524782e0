package io.sardonyx.ops.math;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.ops.family.Alignment;
import io.sardonyx.ops.family.ArithmeticLoops;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Contents;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.LayoutWalk;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;

/**
 * Add, Sub, Mul and Div: a function of two tensors of one type, element by element. Integers wrap,
 * and their division truncates.
 *
 * @param function what to compute
 * @param alignment how the inputs are brought to one shape
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Add.html">Add</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Sub.html">Sub</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Mul.html">Mul</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Div.html">Div</a>
 */
record ArithmeticOperator(BinaryFunction function, Alignment alignment)
    implements ChannelsLastOperator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(0), alignment.shape(c));
    c.outputDims(0, Contents.of(c, function));
  }

  @Override
  public boolean readsAnyPitch() {
    return true;
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    return alignment.equals(Alignment.NUMPY) ? LayoutWalk.role(c) : Role.NEVER;
  }

  @Override
  public boolean isChannelsLastInput(NodeContext c, int i) {
    return LayoutWalk.isChannelsLastInput(c, i);
  }

  @Override
  public Step compile(CompileContext c) {
    return step(c, function, alignment);
  }

  /** A step that sets output 0 to a function of inputs 0 and 1. */
  static Step step(CompileContext c, BinaryFunction function, Alignment alignment) {
    ElementType type = c.elementType(0);
    Codec codec = Codec.of(type);
    return Elementwise.binary(
        c,
        alignment.walk(c),
        codec,
        codec,
        codec,
        ArithmeticLoops.takesSteps(type),
        ArithmeticLoops.grain(function),
        ArithmeticLoops.of(function, type, KernelSets.of(c).elementwise()));
  }
}
