package io.sardonyx.ops.nn;

import io.sardonyx.ops.family.Arithmetic;
import io.sardonyx.ops.family.AxisSplit;
import io.sardonyx.ops.family.Columns;
import io.sardonyx.ops.family.Conversion;
import io.sardonyx.ops.family.RowKernels;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Local response normalisation: each element is divided by a power of the sum of squares in the
 * {@code size} channels around it.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LRN.html">LRN</a>
 */
record Lrn(double alpha, double beta, double bias, long size) implements Operator {

  Lrn(Attributes a) {
    this(a.number("alpha"), a.number("beta"), a.number("bias"), a.integer("size"));
  }

  @Override
  public void infer(InferContext c) {
    if (size < 1) {
      throw c.error("attribute 'size' is %d; expected at least 1", size);
    }
    if (c.rank(0) >= 0 && c.rank(0) < 2) {
      throw c.error("input 0 has shape %s; expected [N,C,...]", c.shape(0));
    }
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    AxisSplit split = AxisSplit.of(c.dims(0), 1);
    Arithmetic arithmetic = Arithmetic.of(c.elementType(0));
    Conversion conversion = Conversion.of(c.elementType(0), arithmetic);
    RowKernels kernels = RowKernels.of(c, arithmetic);
    int channels = split.length();
    int before = (int) Math.min(channels, (size - 1) / 2);
    int after = (int) Math.min(channels, size / 2);
    double scale = alpha / size;
    return Columns.step(
        c,
        split,
        c.input(0),
        conversion,
        c.output(0),
        conversion,
        (x, xAt, y, yAt, pitch, n) ->
            kernels.localResponse(
                x, xAt, y, yAt, channels, pitch, n, before, after, scale, bias, beta));
  }
}
