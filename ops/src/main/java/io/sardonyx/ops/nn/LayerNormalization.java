package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Groups;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Rows, which are all dimensions from an axis on, are given the mean 0 and the variance 1, scaled
 * and shifted. Narrow types are computed as float throughout, which is at least the precision that
 * any stash type asks for.
 *
 * @param axis negative counts from the back
 * @param statistics the type of the outputs Mean and InvStdDev
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__LayerNormalization.html">LayerNormalization</a>
 */
record LayerNormalization(long axis, double epsilon, ElementType statistics) implements Operator {

  LayerNormalization(Attributes a) {
    this(a.integer("axis"), a.number("epsilon"), ElementType.ofCode(a.intValue("stash_type")));
  }

  @Override
  public void infer(InferContext c) {
    if (!statistics.isFloat()) {
      throw c.error("attribute 'stash_type' is %s; expected a floating-point type", statistics);
    }
    Shape shape = c.shape(0);
    Shape rows = shape;
    if (shape.isRanked()) {
      for (int d = c.axis(axis, shape.rank()); d < shape.rank(); d++) {
        rows = rows.with(d, Dim.of(1));
      }
    }
    Parameters.requireBroadcast(c, 1);
    Parameters.requireBroadcast(c, 2);
    c.output(0, c.tensorType(0));
    c.output(1, statistics, rows);
    c.output(2, statistics, rows);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    AxisSplit split = AxisSplit.from(c, dims, axis);
    Arithmetic arithmetic = Arithmetic.of(c.elementType(0));
    RowKernels kernels = RowKernels.of(c, arithmetic);
    int first = c.axis(axis, dims.length);
    RowParameter scale = new RowParameter(c, 1, dims, first, arithmetic);
    RowParameter shift = c.hasInput(2) ? new RowParameter(c, 2, dims, first, arithmetic) : null;
    int n = split.length();
    int means = c.output(1);
    int deviations = c.output(2);
    NumberAccess access = NumberAccess.of(statistics);
    Step rows =
        Groups.rows(split.outer(), n)
            .step(
                c,
                arithmetic,
                (f, row, x, xAt, y, yAt) -> {
                  double mean = kernels.mean(x, xAt, n);
                  double variance = kernels.squaredDeviations(x, xAt, n, mean) / n;
                  double factor = 1 / Math.sqrt(variance + epsilon);
                  kernels.normalize(
                      x,
                      xAt,
                      mean,
                      factor,
                      scale.array(f),
                      scale.at(f, row),
                      shift == null ? null : shift.array(f),
                      shift == null ? 0 : shift.at(f, row),
                      y,
                      yAt,
                      n);
                  if (means >= 0) {
                    access.setDouble(f.array(means), f.offset(means) + row, mean);
                  }
                  if (deviations >= 0) {
                    access.setDouble(f.array(deviations), f.offset(deviations) + row, factor);
                  }
                });
    return f -> {
      scale.load(f);
      if (shift != null) {
        shift.load(f);
      }
      rows.run(f);
    };
  }
}
