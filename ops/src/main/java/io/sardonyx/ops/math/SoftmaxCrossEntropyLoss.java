package io.sardonyx.ops.math;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Columns;
import io.sardonyx.ops.family.Conversion;
import io.sardonyx.ops.family.Groups;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.ops.family.Steps;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss of scores whose softmax are the probabilities, and the logarithms of these.
 *
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__SoftmaxCrossEntropyLoss.html">SoftmaxCrossEntropyLoss</a>
 */
record SoftmaxCrossEntropyLoss(ClassLoss loss) implements Operator {

  SoftmaxCrossEntropyLoss(Attributes a) {
    this(new ClassLoss(a));
  }

  @Override
  public void infer(InferContext c) {
    loss.infer(c);
    c.output(1, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType type = c.elementType(0);
    Arithmetic arithmetic = Arithmetic.of(type);
    Conversion conversion = Conversion.of(type, arithmetic);
    AxisSplit split = AxisSplit.of(c.dims(0), 1);
    int elements = Math.toIntExact(c.shape(0).elements());
    boolean hasLog = c.hasOutput(1);
    boolean isDirect = hasLog && conversion.isNative();
    int log = isDirect ? c.output(1) : c.scratch(arithmetic.storage(), elements);
    ElementType numberType = arithmetic.elementType();
    List<Step> steps = new ArrayList<>();
    steps.add(logSoftmax(c, split, conversion, log, Conversion.of(numberType, arithmetic)));
    if (hasLog && !isDirect) {
      int y = c.output(1);
      steps.add(
          Ranges.step(
              elements,
              Ranges.CHEAP,
              (f, from, to, w) ->
                  conversion.write(
                      f.array(log),
                      f.offset(log) + from,
                      f.array(y),
                      f.offset(y) + from,
                      to - from)));
    }
    steps.add(loss.step(c, log, NumberAccess.of(numberType)));
    return Steps.sequence(steps);
  }

  private static Step logSoftmax(
      CompileContext c, AxisSplit split, Conversion in, int log, Conversion out) {
    RowKernels kernels = RowKernels.of(c, in.arithmetic());
    int x = c.input(0);
    int n = split.length();
    return split.inner() == 1
        ? Groups.rows(split.outer(), n).step(c, x, in, log, out, Softmax.rows(kernels, true, n))
        : Columns.step(c, split, x, in, log, out, Softmax.columns(kernels, true, n));
  }
}
