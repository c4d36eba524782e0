package io.sardonyx.ops.nn;

import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.Groups;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The elements along some axes are given the mean 0 and the variance 1.
 *
 * @param axes negative ones count from the back
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__MeanVarianceNormalization.html">MeanVarianceNormalization</a>
 */
record MeanVarianceNormalization(long[] axes) implements Operator {

  /** Added to the standard deviation by the specification's definition. */
  private static final double EPSILON = 1e-9;

  MeanVarianceNormalization(Attributes a) {
    this(a.integers("axes"));
  }

  private boolean[] along(NodeContext c, int rank) {
    boolean[] along = new boolean[rank];
    for (long axis : axes) {
      along[c.axis(axis, rank)] = true;
    }
    return along;
  }

  @Override
  public void infer(InferContext c) {
    if (c.rank(0) >= 0) {
      along(c, c.rank(0));
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    Arithmetic arithmetic = Arithmetic.of(c.elementType(0));
    RowKernels kernels = RowKernels.of(c, arithmetic);
    Groups groups = Groups.along(dims, along(c, dims.length));
    int n = groups.length();
    return groups.step(
        c,
        arithmetic,
        (f, g, x, xAt, y, yAt) -> {
          double mean = kernels.mean(x, xAt, n);
          double variance = kernels.squaredDeviations(x, xAt, n, mean) / n;
          double factor = 1 / (Math.sqrt(variance) + EPSILON);
          kernels.normalize(x, xAt, mean, factor, 0, y, yAt, n);
        });
  }
}
