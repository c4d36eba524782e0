package io.sardonyx.ops.quantization;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.kernels.ReduceKernels;
import io.sardonyx.kernels.Reduction;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * Floats as unsigned bytes, with a scale and a zero point that make the best of the numbers' range,
 * 0 included.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__DynamicQuantizeLinear.html">
 *     DynamicQuantizeLinear</a>
 */
record DynamicQuantizeLinear() implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, ElementType.UINT8, c.shape(0));
    c.output(1, ElementType.FLOAT, Shape.SCALAR);
    c.output(2, ElementType.UINT8, Shape.SCALAR);
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int[] outputs = {c.output(0), c.output(1), c.output(2)};
    Ranges ranges = new Ranges(Math.toIntExact(c.shape(0).elements()), Ranges.COSTLY);
    int tasks = ranges.tasks();
    int extremes = c.scratch(Storage.FLOATS, 2L * tasks);
    int chosen = c.scratch(Storage.FLOATS, 2);
    Kernels kernels = KernelSets.of(c);
    ParallelTask search =
        ranges.task((f, from, to, w) -> {
          int n = to - from;
          float[] e = f.floats(extremes);
          int at = f.offset(extremes) + from / Ranges.COSTLY * 2;
          ReduceKernels reduce = kernels.reduce();
          e[at] = (float) reduce.reduce(Reduction.MIN, f.floats(x), f.offset(x) + from, n);
          e[at + 1] = (float) reduce.reduce(Reduction.MAX, f.floats(x), f.offset(x) + from, n);
        });
    ParallelTask quantize =
        ranges.task((f, from, to, w) ->
            kernels
                .quantize()
                .toUnsignedBytes(
                    f.floats(x),
                    f.offset(x) + from,
                    f.floats(chosen)[f.offset(chosen)],
                    (int) f.floats(chosen)[f.offset(chosen) + 1],
                    f.bytes(outputs[0]),
                    f.offset(outputs[0]) + from,
                    to - from));
    return f -> {
      f.parallel(tasks, search);
      choose(f, extremes, tasks, chosen);
      float scale = f.floats(chosen)[f.offset(chosen)];
      float zero = f.floats(chosen)[f.offset(chosen) + 1];
      if (outputs[1] >= 0) {
        f.floats(outputs[1])[f.offset(outputs[1])] = scale;
      }
      if (outputs[2] >= 0) {
        f.bytes(outputs[2])[f.offset(outputs[2])] = (byte) (int) zero;
      }
      if (outputs[0] >= 0) {
        f.parallel(tasks, quantize);
      }
    };
  }

  private static void choose(Frame f, int extremes, int tasks, int chosen) {
    float[] e = f.floats(extremes);
    float min = 0;
    float max = 0;
    for (int t = 0; t < tasks; t++) {
      min = Math.min(min, e[f.offset(extremes) + 2 * t]);
      max = Math.max(max, e[f.offset(extremes) + 2 * t + 1]);
    }
    // All zeros have no range; the reference implementation takes 1 for it.
    float scale = (max == min ? 1 : max - min) / 255f;
    float[] s = f.floats(chosen);
    s[f.offset(chosen)] = scale;
    s[f.offset(chosen) + 1] = (float) Math.rint(Math.max(0, Math.min(255, -min / scale)));
  }
}
