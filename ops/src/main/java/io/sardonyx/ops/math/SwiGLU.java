package io.sardonyx.ops.math;

import io.sardonyx.Storage;
import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.ops.family.Alignment;
import io.sardonyx.ops.family.ArithmeticLoops;
import io.sardonyx.ops.family.Blocks;
import io.sardonyx.ops.family.Broadcast;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.Operand;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * A gated activation: the first input times the sigmoid of alpha times itself, times the second
 * input. The shapes are equal.
 *
 * @param alpha scales the sigmoid's argument
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SwiGLU.html">SwiGLU</a>
 */
record SwiGLU(float alpha) implements Operator {

  private static final Alignment EQUAL = Alignment.legacy(Attributes.NONE);

  SwiGLU(Attributes a) {
    this(a.number("alpha"));
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(0), EQUAL.shape(c));
  }

  @Override
  public Step compile(CompileContext c) {
    Codec codec = Codec.of(c.elementType(0));
    Activation swish = Activation.of(Activation.Kind.SILU, alpha);
    ElementwiseKernels kernels = KernelSets.of(c).elementwise();
    boolean isDouble = codec.domain() == Storage.DOUBLES;
    // The first pass over a block overwrites it, so the value must not be the gate itself.
    if (c.input(0) != c.input(1)) {
      c.inPlace(0, 0);
    }
    Blocks blocks =
        new Blocks(c, Broadcast.flat(Math.toIntExact(c.shape(0).elements()), false, false));
    Operand gate = blocks.input(0, 0, codec, true);
    Operand value = blocks.input(1, 1, codec, true);
    Operand result = blocks.output(0, codec);
    var multiply = ArithmeticLoops.of(BinaryFunction.MUL, codec.domain(), kernels);
    return blocks.step(
        Ranges.COSTLY,
        (f, from, n, w) -> {
          Object a = gate.array(f, w);
          int aAt = gate.load(f, from, n, w);
          int bAt = value.load(f, from, n, w);
          Object y = result.array(f, w);
          int yAt = result.target(f, from);
          if (isDouble) {
            kernels.activate(swish, (double[]) a, aAt, (double[]) y, yAt, n);
          } else {
            kernels.activate(swish, (float[]) a, aAt, (float[]) y, yAt, n);
          }
          multiply.run(y, yAt, 1, value.array(f, w), bAt, 1, y, yAt, n);
          result.store(f, from, n, w);
        });
  }
}
