package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * True where the input is not a number.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__IsNaN.html">IsNaN</a>
 */
record IsNaN() implements Operator {

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
        codec.domain() == Storage.DOUBLES ? IsNaN::doubles : IsNaN::floats);
  }

  private static void floats(Object from, int at, Object to, int toAt, int n) {
    float[] x = (float[]) from;
    byte[] y = (byte[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = (byte) (Float.isNaN(x[at + i]) ? 1 : 0);
    }
  }

  private static void doubles(Object from, int at, Object to, int toAt, int n) {
    double[] x = (double[]) from;
    byte[] y = (byte[]) to;
    for (int i = 0; i < n; i++) {
      y[toAt + i] = (byte) (Double.isNaN(x[at + i]) ? 1 : 0);
    }
  }
}
