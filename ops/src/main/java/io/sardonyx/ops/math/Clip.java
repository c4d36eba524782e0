package io.sardonyx.ops.math;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.ops.family.ActivationOperator;
import io.sardonyx.ops.family.ArithmeticLoops;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.Elementwise.BinaryLoop;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.LayoutWalk;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The input limited to an interval whose ends are inputs too, each optional. Where the lower end
 * exceeds the upper one, all elements become the upper one.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Clip.html">Clip</a>
 */
record Clip() implements ChannelsLastOperator {

  private static final int MIN = 1;
  private static final int MAX = 2;

  @Override
  public void infer(InferContext c) {
    for (int i = MIN; i <= MAX; i++) {
      if (c.hasInput(i) && c.shape(i).isKnown() && c.shape(i).elements() != 1) {
        throw c.error("input %d has shape %s; expected a scalar", i, c.shape(i));
      }
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public boolean readsAnyPitch() {
    return true;
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    return Role.FOLLOWS;
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType type = c.elementType(0);
    if (!c.hasInput(MIN) && !c.hasInput(MAX)) {
      return ActivationOperator.step(c, Activation.NONE);
    }
    if (Codec.arithmetic(type) == Storage.FLOATS && isConstant(c, MIN) && isConstant(c, MAX)) {
      float min = limit(c, MIN, Float.NEGATIVE_INFINITY);
      return ActivationOperator.step(
          c, Activation.clamp(min, limit(c, MAX, Float.POSITIVE_INFINITY)));
    }
    ElementwiseKernels kernels = KernelSets.of(c).elementwise();
    List<Integer> inputs = new ArrayList<>(List.of(0));
    List<BinaryLoop> loops = new ArrayList<>();
    if (c.hasInput(MIN)) {
      inputs.add(MIN);
      loops.add(ArithmeticLoops.of(BinaryFunction.MAX, type, kernels));
    }
    if (c.hasInput(MAX)) {
      inputs.add(MAX);
      loops.add(ArithmeticLoops.of(BinaryFunction.MIN, type, kernels));
    }
    return Elementwise.fold(
        c,
        LayoutWalk.of(c, c.dims(0), new long[0], new long[0]),
        inputs.stream().mapToInt(Integer::intValue).toArray(),
        Codec.of(type),
        ArithmeticLoops.takesSteps(type),
        Ranges.CHEAP,
        loops.toArray(BinaryLoop[]::new),
        (x, xAt, y, yAt, n) -> {});
  }

  private static boolean isConstant(CompileContext c, int i) {
    return !c.hasInput(i) || c.isConstant(i);
  }

  private static float limit(CompileContext c, int i, float fallback) {
    if (!c.hasInput(i)) {
      return fallback;
    }
    Tensor value = c.value(i);
    return (float) NumberAccess.of(value.elementType()).getDouble(value.array(), value.offset());
  }
}
