package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * HannWindow, HammingWindow and BlackmanWindow: a period of a sum of cosines, {@code a0 - a1
 * cos(2πn/N) + a2 cos(4πn/N)}. A symmetric window of one element is 1.
 *
 * @param periodic whether N is the length, so that windows can be repeated, or one less
 * @see <a href="https://onnx.ai/onnx/operators/onnx__HannWindow.html">HannWindow</a>
 */
record Window(double a0, double a1, double a2, boolean periodic, ElementType type)
    implements Operator {

  private Window(double a0, double a1, double a2, Attributes a) {
    this(a0, a1, a2, a.flag("periodic"), ElementType.ofCode(a.intValue("output_datatype")));
  }

  static Window hann(Attributes a) {
    return new Window(0.5, 0.5, 0, a);
  }

  static Window hamming(Attributes a) {
    double a0 = 25.0 / 46;
    return new Window(a0, 1 - a0, 0, a);
  }

  static Window blackman(Attributes a) {
    return new Window(0.42, 0.5, 0.08, a);
  }

  @Override
  public void infer(InferContext c) {
    if (!type.isFloat() && !type.isInteger()) {
      throw c.error("attribute 'output_datatype' is %s; expected a number", type);
    }
    Long size = c.integer(0);
    if (size != null && size < 0) {
      throw c.error("the size is %d; expected a positive number", size);
    }
    c.output(0, type, Shape.of(size == null ? Dim.UNKNOWN : Dim.of(size)));
  }

  @Override
  public Step compile(CompileContext c) {
    int n = Math.toIntExact(c.outputDims(0)[0]);
    int y = c.output(0);
    NumberAccess access = NumberAccess.of(type);
    double period = periodic ? n : n - 1;
    return f -> {
      for (int i = 0; i < n; i++) {
        double angle = 2 * Math.PI * i / period;
        double value = a0 - a1 * Math.cos(angle) + a2 * Math.cos(2 * angle);
        access.setDouble(f.array(y), f.offset(y) + i, period == 0 ? 1 : value);
      }
    };
  }
}
