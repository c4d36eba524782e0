package io.sardonyx.ops.nn;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.Reduction;
import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Groups;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Rows, which are all dimensions from an axis on, are divided by the root of their mean square and
 * scaled. Narrow types are computed as float throughout. The output has the scale's type.
 *
 * @param axis negative counts from the back
 * @see <a href="https://onnx.ai/onnx/operators/onnx__RMSNormalization.html">RMSNormalization</a>
 */
record RmsNormalization(long axis, double epsilon) implements Operator {

  RmsNormalization(Attributes a) {
    this(a.integer("axis"), a.number("epsilon"));
  }

  @Override
  public void infer(InferContext c) {
    if (c.rank(0) >= 0) {
      c.axis(axis, c.rank(0));
    }
    Parameters.requireBroadcast(c, 1);
    c.output(0, c.elementType(1), c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    AxisSplit split = AxisSplit.from(c, dims, axis);
    boolean isDouble =
        c.elementType(0) == ElementType.DOUBLE || c.elementType(1) == ElementType.DOUBLE;
    Arithmetic arithmetic = isDouble ? Arithmetic.DOUBLES : Arithmetic.FLOATS;
    RowKernels kernels = RowKernels.of(c, arithmetic);
    RowParameter scale = new RowParameter(c, 1, dims, c.axis(axis, dims.length), arithmetic);
    int n = split.length();
    Step rows =
        Groups.rows(split.outer(), n)
            .step(
                c,
                arithmetic,
                (f, row, x, xAt, y, yAt) -> {
                  double square = kernels.reduce(Reduction.SUM_SQUARE, x, xAt, n) / n;
                  double factor = 1 / Math.sqrt(square + epsilon);
                  int at = scale.at(f, row);
                  kernels.normalize(x, xAt, 0, factor, scale.array(f), at, null, 0, y, yAt, n);
                });
    return f -> {
      scale.load(f);
      rows.run(f);
    };
  }
}
