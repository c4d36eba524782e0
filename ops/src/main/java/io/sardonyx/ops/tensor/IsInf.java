package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * True where the input is infinite.
 *
 * @param negative whether minus infinity counts
 * @param positive whether plus infinity counts
 * @see <a href="https://onnx.ai/onnx/operators/onnx__IsInf.html">IsInf</a>
 */
record IsInf(boolean negative, boolean positive) implements Operator {

  IsInf(Attributes a) {
    this(a.flag("detect_negative"), a.flag("detect_positive"));
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, ElementType.BOOL, c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    Codec codec = Codec.of(c.elementType(0));
    return Elementwise.unary(
        c,
        codec,
        Codec.none(Storage.BYTES),
        Ranges.CHEAP,
        codec.domain() == Storage.DOUBLES ? this::doubles : this::floats);
  }

  private byte test(double x) {
    boolean isInfinite =
        (negative && x == Double.NEGATIVE_INFINITY) || (positive && x == Double.POSITIVE_INFINITY);
    return (byte) (isInfinite ? 1 : 0);
  }

  private void floats(Object from, int at, Object to, int toAt, int n) {
    float[] x = (float[]) from;
    byte[] y = (byte[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = test(x[at + i]);
    }
  }

  private void doubles(Object from, int at, Object to, int toAt, int n) {
    double[] x = (double[]) from;
    byte[] y = (byte[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = test(x[at + i]);
    }
  }
}
