package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * A matrix [floor(dft_length / 2) + 1, num_mel_bins] that turns a spectrum into bands that are
 * evenly spaced on the mel scale: one triangle a column, with the peak 1.
 *
 * @param type of the output
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MelWeightMatrix.html">MelWeightMatrix</a>
 */
record MelWeightMatrix(ElementType type) implements Operator {

  MelWeightMatrix(Attributes a) {
    this(ElementType.ofCode(a.intValue("output_datatype")));
  }

  @Override
  public void infer(InferContext c) {
    if (!type.isFloat() && !type.isInteger()) {
      throw c.error("attribute 'output_datatype' is %s; expected a number", type);
    }
    Long bands = c.integer(0);
    Long length = c.integer(1);
    if ((bands != null && bands < 0) || (length != null && length < 0)) {
      throw c.error("num_mel_bins is %d and dft_length %d; expected no negative", bands, length);
    }
    Dim rows = length == null ? Dim.UNKNOWN : Dim.of(length / 2 + 1);
    c.output(0, type, Shape.of(rows, bands == null ? Dim.UNKNOWN : Dim.of(bands)));
  }

  @Override
  public Step compile(CompileContext c) {
    int rows = Math.toIntExact(c.outputDims(0)[0]);
    int bands = Math.toIntExact(c.outputDims(0)[1]);
    long length = c.integer(1);
    int rate = c.input(2);
    int low = c.input(3);
    int high = c.input(4);
    for (int i = 2; i < 5; i++) {
      if (c.shape(i).elements() != 1) {
        throw c.error("input %d has shape %s; expected a scalar", i, c.shape(i));
      }
    }
    int y = c.output(0);
    NumberAccess rates = NumberAccess.of(c.elementType(2));
    NumberAccess edges = NumberAccess.of(c.elementType(3));
    NumberAccess access = NumberAccess.of(type);
    return f -> {
      double hertz = rates.getDouble(f.array(rate), f.offset(rate));
      double from = mel(edges.getDouble(f.array(low), f.offset(low)));
      double to = mel(edges.getDouble(f.array(high), f.offset(high)));
      double step = (to - from) / (bands + 2);
      Object array = f.array(y);
      int at = f.offset(y);
      for (int i = 0; i < rows * bands; i++) {
        access.setDouble(array, at + i, 0);
      }
      for (int b = 0; b < bands; b++) {
        int left = bin(f, from + b * step, length, hertz, rows);
        int center = bin(f, from + (b + 1) * step, length, hertz, rows);
        int right = bin(f, from + (b + 2) * step, length, hertz, rows + 1);
        for (int i = left; i < center; i++) {
          access.setDouble(array, at + i * bands + b, (double) (i - left) / (center - left));
        }
        for (int i = center + 1; i < right; i++) {
          access.setDouble(array, at + i * bands + b, (double) (right - i) / (right - center));
        }
        access.setDouble(array, at + center * bands + b, 1);
      }
    };
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  /** The row of the spectrum that a frequency falls into. */
  private static int bin(Frame f, double mel, long length, double rate, int bins) {
    double hertz = 700 * (Math.pow(10, mel / 2595) - 1);
    double bin = Math.floor((length + 1) * hertz / rate);
    if (!(bin >= 0 && bin < bins)) {
      throw f.error("%s hertz is in row %s of the spectrum, which has %d", hertz, bin, bins);
    }
    return (int) bin;
  }
}
