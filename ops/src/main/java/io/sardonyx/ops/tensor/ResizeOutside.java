package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/** Gives the outputs of a resize that lie outside the input the extrapolation value. */
final class ResizeOutside {

  private ResizeOutside() {}

  /** The step itself, followed by the filling if there is anything to fill. */
  static Step after(Step step, CompileContext c, ResizeAxis[] axes, float value) {
    long[] dims = c.outputDims(0);
    int y = c.output(0);
    ElementType type = c.elementType(0);
    int width = Math.toIntExact(type.arrayLength(1));
    Object pattern = type.storage().allocate(width);
    if (type.isComplex()) {
      NumberAccess.of(type == ElementType.COMPLEX64 ? ElementType.FLOAT : ElementType.DOUBLE)
          .setDouble(pattern, 0, value);
    } else if (type != ElementType.STRING) {
      NumberAccess.of(type).setDouble(pattern, 0, value);
    }
    Step all = step;
    for (int d = 0; d < axes.length; d++) {
      boolean[] outside = axes[d].outside();
      if (outside != null) {
        int outer = Strides.product(dims, 0, d);
        int run = Strides.product(dims, d + 1, dims.length) * width;
        Step before = all;
        all =
            f -> {
              before.run(f);
              fill(f, pattern, width, y, outer, outside, run);
            };
      }
    }
    return all;
  }

  private static void fill(
      Frame f, Object pattern, int width, int y, int outer, boolean[] outside, int run) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < outside.length; i++) {
        if (outside[i]) {
          int at = f.offset(y) + (o * outside.length + i) * run;
          Moves.fill(pattern, 0, width, f.array(y), at, run);
        }
      }
    }
  }
}
