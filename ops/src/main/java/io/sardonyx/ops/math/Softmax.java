package io.sardonyx.ops.math;

import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Columns;
import io.sardonyx.ops.family.Groups;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Softmax and LogSoftmax: exponentials divided by their sum, or the logarithm of that.
 *
 * @param log LogSoftmax
 * @param axis negative counts from the back
 * @param flatten whether the sum is over the axis and all after it, as before version 13
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Softmax.html">Softmax</a>
 */
record Softmax(boolean log, long axis, boolean flatten) implements Operator {

  Softmax(boolean log, boolean flatten, Attributes a) {
    this(log, a.integer("axis"), flatten);
  }

  @Override
  public void infer(InferContext c) {
    if (c.rank(0) >= 0) {
      c.axis(axis, c.rank(0));
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    AxisSplit split = flatten ? AxisSplit.from(c, dims, axis) : AxisSplit.at(c, dims, axis);
    Arithmetic arithmetic = Arithmetic.of(c.elementType(0));
    RowKernels kernels = RowKernels.of(c, arithmetic);
    int n = split.length();
    return split.inner() == 1
        ? Groups.rows(split.outer(), n).step(c, arithmetic, rows(kernels, log, n))
        : Columns.step(c, split, arithmetic, columns(kernels, log, n));
  }

  /** Computes one row. */
  static Groups.Body rows(RowKernels kernels, boolean log, int length) {
    return (f, g, x, xAt, y, yAt) -> kernels.softmax(log, x, xAt, y, yAt, length);
  }

  /** Computes some columns. */
  static Columns.Body columns(RowKernels kernels, boolean log, int length) {
    return (x, xAt, y, yAt, pitch, n) ->
        kernels.softmaxColumns(log, x, xAt, y, yAt, length, pitch, n);
  }
}
