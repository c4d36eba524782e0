package io.sardonyx.ops.quantization;

import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * The convolution of quantized numbers, quantized again. Inputs: x, its scale and zero point,
 * weights, their scale and zero point, scale and zero point of the result, bias.
 *
 * @param geometry how the kernel goes over the input
 * @see <a href="https://onnx.ai/onnx/operators/onnx__QLinearConv.html">QLinearConv</a>
 */
record QLinearConv(ConvGeometry geometry) implements Operator {

  private static final int X = 0;
  private static final int X_SCALE = 1;
  private static final int X_ZERO = 2;
  private static final int W = 3;
  private static final int W_SCALE = 4;
  private static final int W_ZERO = 5;
  private static final int Y_SCALE = 6;
  private static final int Y_ZERO = 7;
  private static final int BIAS = 8;

  QLinearConv(Attributes a) {
    this(new ConvGeometry(a));
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(Y_ZERO), geometry.output(c, c.shape(X), c.shape(W)));
    for (int i : new int[] {X_SCALE, X_ZERO, Y_SCALE, Y_ZERO}) {
      ConvInteger.requireScalar(c, i);
    }
    ConvInteger.requirePerFeature(c, W_SCALE, W);
    ConvInteger.requirePerFeature(c, W_ZERO, W);
    if (c.hasInput(BIAS)
        && c.shape(BIAS).isKnown()
        && c.shape(W).isKnown()
        && c.shape(BIAS).elements() != c.shape(W).sizes()[0]) {
      throw c.error(
          "the bias has shape %s; expected one element for each of %s features",
          c.shape(BIAS), c.shape(W).dim(0));
    }
  }

  @Override
  public Step compile(CompileContext c) {
    long[] out = c.outputDims(0);
    int features = Math.toIntExact(out[1]);
    int planes = Math.toIntExact(out[0] * out[1]);
    int size = Math.toIntExact(Shape.elements(Arrays.copyOfRange(out, 2, out.length)));
    int sums = c.scratch(Storage.INTS, (long) planes * size);
    Step convolve = new IntegerConv(c, geometry, new int[] {X, W, X_ZERO, W_ZERO}, sums).step();
    Requantization requantization = new Requantization(c, features, size, sums);
    ParallelTask requantize = (f, plane, w) -> requantization.run(f, plane, f.workerFloats(w));
    return f -> {
      convolve.run(f);
      f.parallel(planes, requantize);
    };
  }

  /** Scales sums to the result's type, a plane at a time. */
  private static final class Requantization {
    private final int[] scales;
    private final PerLine wScale;
    private final PerLine yZero;
    private final int bias;
    private final int features;
    private final int size;
    private final int sums;
    private final int y;
    private final Elements.Writer writer;

    Requantization(CompileContext c, int features, int size, int sums) {
      this.scales = new int[] {c.input(X_SCALE), c.input(W_SCALE), c.input(Y_SCALE)};
      this.wScale = PerLine.of(c, W_SCALE, scales[1], features, 1);
      this.yZero = PerLine.of(c, Y_ZERO, c.input(Y_ZERO), 1, 1);
      this.bias = c.input(BIAS);
      this.features = features;
      this.size = size;
      this.sums = sums;
      this.y = c.output(0);
      this.writer = Elements.writer(c.outputElementType(0), true);
      c.workerScratch(Storage.FLOATS, size);
    }

    void run(Frame f, int plane, float[] v) {
      int feature = plane % features;
      float scale = scale(f, 0, 0) * scale(f, 1, wScale.at(0, feature)) / scale(f, 2, 0);
      int b = bias < 0 ? 0 : f.ints(bias)[f.offset(bias) + feature];
      int[] x = f.ints(sums);
      int at = f.offset(sums) + plane * size;
      for (int i = 0; i < size; i++) {
        v[i] = (x[at + i] + b) * scale;
      }
      Rounding.toWhole(v, size);
      float zero = yZero.zero(f, 0, 0);
      for (int i = 0; i < size; i++) {
        v[i] += zero;
      }
      writer.write(f, v, 0, y, plane * size, size);
    }

    private float scale(Frame f, int i, int at) {
      return f.floats(scales[i])[f.offset(scales[i]) + at];
    }
  }
}
