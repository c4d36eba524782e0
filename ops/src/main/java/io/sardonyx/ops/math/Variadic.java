package io.sardonyx.ops.math;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.ops.family.ArithmeticLoops;
import io.sardonyx.ops.family.Broadcast;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Contents;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.Elementwise.BinaryLoop;
import io.sardonyx.ops.family.Elementwise.UnaryLoop;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Min, Max, Sum and Mean of any number of tensors, element by element. NaN wins over numbers.
 *
 * @param function how two inputs are combined
 * @param isMean whether to divide by the number of inputs in the end
 * @param broadcasts whether the shapes may differ, as from version 8 on
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Min.html">Min</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Max.html">Max</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Sum.html">Sum</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Mean.html">Mean</a>
 */
record Variadic(BinaryFunction function, boolean isMean, boolean broadcasts) implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(0), broadcasts ? Broadcast.shape(c) : equalShape(c));
    c.outputDims(0, Contents.of(c, function));
  }

  private static Shape equalShape(InferContext c) {
    Shape joined = c.shape(0);
    for (int i = 1; i < c.inputCount(); i++) {
      Shape other = c.shape(i);
      if (joined.isKnown() && other.isKnown() && !joined.equals(other)) {
        throw c.error("input %d has shape %s; expected that of the others, %s", i, other, joined);
      }
      joined = joined.refine(other);
    }
    return joined;
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType type = c.elementType(0);
    Codec codec = Codec.of(type);
    int n = c.inputCount();
    if (n == 1) {
      c.view(0, 0, 0);
      return Copies.copy(c.input(0), 0, c.output(0), c.shape(0).elements());
    }
    BinaryLoop[] loops = new BinaryLoop[n - 1];
    Arrays.fill(loops, ArithmeticLoops.of(function, type, KernelSets.of(c).elementwise()));
    return Elementwise.fold(
        c,
        Broadcast.of(
            c.outputDims(0), IntStream.range(0, n).mapToObj(c::dims).toArray(long[][]::new)),
        IntStream.range(0, n).toArray(),
        codec,
        ArithmeticLoops.takesSteps(type),
        ArithmeticLoops.grain(function),
        loops,
        isMean ? division(c, codec.domain(), n) : (x, xAt, y, yAt, m) -> {});
  }

  private static UnaryLoop division(CompileContext c, Storage domain, int divisor) {
    BinaryLoop divide =
        ArithmeticLoops.of(BinaryFunction.DIV, domain, KernelSets.of(c).elementwise());
    Object number =
        domain == Storage.FLOATS ? new float[] {divisor} : (Object) new double[] {divisor};
    return (x, xAt, y, yAt, m) -> divide.run(x, xAt, 1, number, 0, 0, y, yAt, m);
  }
}
