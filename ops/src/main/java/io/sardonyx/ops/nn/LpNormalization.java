package io.sardonyx.ops.nn;

import io.sardonyx.kernels.Reduction;
import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.Groups;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The vectors along an axis are divided by their norm; those of norm 0 become zeros.
 *
 * @param axis negative counts from the back
 * @param p which norm: 1 for the sum of absolute values, 2 for the Euclidean one
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LpNormalization.html">LpNormalization</a>
 */
record LpNormalization(long axis, long p) implements Operator {

  LpNormalization(Attributes a) {
    this(a.integer("axis"), a.integer("p"));
  }

  @Override
  public void infer(InferContext c) {
    if (p != 1 && p != 2) {
      throw c.error("attribute 'p' is %d; expected 1 or 2", p);
    }
    if (c.rank(0) >= 0) {
      c.axis(axis, c.rank(0));
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    boolean[] along = new boolean[dims.length];
    along[c.axis(axis, dims.length)] = true;
    Arithmetic arithmetic = Arithmetic.of(c.elementType(0));
    RowKernels kernels = RowKernels.of(c, arithmetic);
    Groups groups = Groups.along(dims, along);
    int n = groups.length();
    return groups.step(
        c,
        arithmetic,
        (f, g, x, xAt, y, yAt) -> {
          double norm =
              p == 1
                  ? kernels.reduce(Reduction.SUM_ABS, x, xAt, n)
                  : Math.sqrt(kernels.reduce(Reduction.SUM_SQUARE, x, xAt, n));
          kernels.normalize(x, xAt, 0, norm == 0 ? 0 : 1 / norm, 0, y, yAt, n);
        });
  }
}
