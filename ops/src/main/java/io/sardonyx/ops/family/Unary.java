package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;

/**
 * The family of element-wise operators of one input whose output has the input's type and shape:
 * Exp, Sqrt, Tanh and the like. float16 and bfloat16 are computed as float.
 *
 * @param function what to compute
 */
public record Unary(UnaryFunction function) implements ChannelsLastOperator {

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
    ElementType type = c.elementType(0);
    if (type.isInteger()) {
      return integers(c, type);
    }
    ElementwiseKernels kernels = KernelSets.of(c).elementwise();
    Codec codec = Codec.of(type);
    return Elementwise.unary(
        c,
        codec,
        codec,
        Ranges.COSTLY,
        codec.domain() == Storage.DOUBLES
            ? (x, xAt, y, yAt, n) ->
                kernels.unary(function, (double[]) x, xAt, (double[]) y, yAt, n)
            : (x, xAt, y, yAt, n) ->
                kernels.unary(function, (float[]) x, xAt, (float[]) y, yAt, n));
  }

  private Step integers(CompileContext c, ElementType type) {
    Codec codec = Codec.of(type, Storage.LONGS);
    boolean isUnsigned = type == ElementType.UINT64;
    return Elementwise.unary(
        c,
        codec,
        codec,
        Ranges.COSTLY,
        (x, xAt, y, yAt, n) -> {
          long[] from = (long[]) x;
          long[] to = (long[]) y;
          for (int i = 0; i < n; i++) {
            long a = from[xAt + i];
            // Numbers beyond the largest long have the sign and size of that one.
            to[yAt + i] =
                !isUnsigned || a >= 0
                    ? function.applyInteger(a)
                    : function == UnaryFunction.ABS ? a : function.applyInteger(Long.MAX_VALUE);
          }
        });
  }
}
