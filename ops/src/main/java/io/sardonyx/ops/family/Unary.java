package io.sardonyx.ops.family;

import io.sardonyx.Storage;
import io.sardonyx.TensorType;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The family of element-wise operators of one input whose output has the input's type and shape:
 * Exp, Sqrt, Tanh and the like. float16 and bfloat16 are computed as float.
 *
 * @param function what to compute
 */
public record Unary(UnaryFunction function) implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    c.inPlace(0, 0);
    ElementwiseKernels kernels = KernelSets.of(c).elementwise();
    int n = Math.toIntExact(c.layout(0).elements(c.dims(0)));
    TensorType type = c.tensorType(0);
    return switch (type.elementType()) {
      case FLOAT ->
          Ranges.step(
              n,
              Ranges.COSTLY,
              (f, from, to, w) ->
                  kernels.unary(
                      function,
                      f.floats(x),
                      f.offset(x) + from,
                      f.floats(y),
                      f.offset(y) + from,
                      to - from));
      case DOUBLE ->
          Ranges.step(
              n,
              Ranges.COSTLY,
              (f, from, to, w) ->
                  kernels.unary(
                      function,
                      f.doubles(x),
                      f.offset(x) + from,
                      f.doubles(y),
                      f.offset(y) + from,
                      to - from));
      case FLOAT16, BFLOAT16 -> {
        FloatFormat format = FloatFormats.of(type.elementType());
        c.workerScratch(Storage.FLOATS, Ranges.COSTLY);
        yield Ranges.step(
            n,
            Ranges.COSTLY,
            (f, from, to, w) -> {
              float[] chunk = f.workerFloats(w);
              format.decode(f.shorts(x), f.offset(x) + from, chunk, 0, to - from);
              kernels.unary(function, chunk, 0, chunk, 0, to - from);
              format.encode(chunk, 0, f.shorts(y), f.offset(y) + from, to - from);
            });
      }
      default -> throw c.error("does not support %s", type.elementType());
    };
  }
}
