package io.sardonyx.ops.family;

import io.sardonyx.Storage;
import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;

/**
 * The family of operators that apply an {@link Activation} to every element: Relu, Gelu, HardSwish
 * and the like. Small floats are computed as float, integers as double or, if only limited, as
 * long.
 *
 * @param activation what to compute
 */
public record ActivationOperator(Activation activation) implements ChannelsLastOperator {

  @Override
  public void infer(InferContext c) {
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
    return step(c, activation);
  }

  /** A step that sets output 0 to an activation of input 0. */
  public static Step step(CompileContext c, Activation activation) {
    boolean isInteger = c.elementType(0).isInteger();
    if (isInteger && activation.isClamp()) {
      return integers(c, activation.min(), activation.max());
    }
    ElementwiseKernels kernels = KernelSets.of(c).elementwise();
    Codec codec =
        isInteger ? Codec.of(c.elementType(0), Storage.DOUBLES) : Codec.of(c.elementType(0));
    int grain = activation.isClamp() ? Ranges.CHEAP : Ranges.COSTLY;
    return Elementwise.unary(
        c,
        codec,
        codec,
        grain,
        codec.domain() == Storage.DOUBLES
            ? (x, xAt, y, yAt, n) ->
                kernels.activate(activation, (double[]) x, xAt, (double[]) y, yAt, n)
            : (x, xAt, y, yAt, n) ->
                kernels.activate(activation, (float[]) x, xAt, (float[]) y, yAt, n));
  }

  private static Step integers(CompileContext c, float min, float max) {
    Codec codec = Codec.of(c.elementType(0), Storage.LONGS);
    return Elementwise.unary(
        c,
        codec,
        codec,
        Ranges.CHEAP,
        (x, xAt, y, yAt, n) -> {
          long[] from = (long[]) x;
          long[] to = (long[]) y;
          for (int i = 0; i < n; i++) {
            long a = from[xAt + i];
            to[yAt + i] = a < min ? (long) min : a > max ? (long) max : a;
          }
        });
  }
}
