package io.sardonyx.ops.quantization;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * The product of quantized matrices, quantized again. Inputs: a, its scale and zero point, b, its
 * scale and zero point, scale and zero point of the result.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__QLinearMatMul.html">QLinearMatMul</a>
 */
record QLinearMatMul() implements Operator {

  private static final int A = 0;
  private static final int A_SCALE = 1;
  private static final int A_ZERO = 2;
  private static final int B = 3;
  private static final int B_SCALE = 4;
  private static final int B_ZERO = 5;
  private static final int Y_SCALE = 6;
  private static final int Y_ZERO = 7;

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(Y_ZERO), MatrixShapes.infer(c, A, B));
    MatMulInteger.checkLines(c, A, B, A_SCALE, B_SCALE);
    MatMulInteger.checkLines(c, A, B, A_ZERO, B_ZERO);
    for (int i = Y_SCALE; i <= Y_ZERO; i++) {
      if (c.shape(i).isKnown() && c.shape(i).elements() != 1) {
        throw c.error("input %d has shape %s; expected a scalar", i, c.shape(i));
      }
    }
  }

  @Override
  public Step compile(CompileContext c) {
    MatrixShapes s = MatrixShapes.of(c.dims(A), c.dims(B));
    Requantization requantization = new Requantization(c, s);
    boolean areBytes = c.elementType(A).isInteger() && c.elementType(B).isInteger();
    if (areBytes) {
      int sums = c.scratch(Storage.INTS, (long) s.batches() * s.m() * s.n());
      Step multiply = new IntegerMatMul(c, new int[] {A, B, A_ZERO, B_ZERO}, sums).step();
      ParallelTask requantize =
          (f, row, w) -> {
            float[] v = f.workerFloats(w);
            int[] x = f.ints(sums);
            int at = f.offset(sums) + row * s.n();
            for (int j = 0; j < s.n(); j++) {
              v[j] = x[at + j];
            }
            requantization.run(f, row, v);
          };
      return f -> {
        multiply.run(f);
        requantization.prepare(f);
        f.parallel(s.batches() * s.m(), requantize);
      };
    }
    FloatRows rows = new FloatRows(c, s);
    ParallelTask row =
        (f, r, w) -> {
          rows.run(f, r, f.workerFloats(w));
          requantization.run(f, r, f.workerFloats(w));
        };
    return f -> {
      requantization.prepare(f);
      f.parallel(s.batches() * s.m(), row);
    };
  }

  /** Products of 8-bit floats, one row of the result after the other. */
  private static final class FloatRows {
    private final MatrixShapes s;
    private final int a;
    private final int b;
    private final NumberAccess aAccess;
    private final NumberAccess bAccess;
    private final PerLine aZero;
    private final PerLine bZero;

    FloatRows(CompileContext c, MatrixShapes s) {
      this.s = s;
      this.a = c.input(A);
      this.b = c.input(B);
      this.aAccess = NumberAccess.of(c.elementType(A));
      this.bAccess = NumberAccess.of(c.elementType(B));
      this.aZero = PerLine.of(c, A_ZERO, c.input(A_ZERO), s.m(), s.aBatches());
      this.bZero = PerLine.of(c, B_ZERO, c.input(B_ZERO), s.n(), s.bBatches());
    }

    void run(Frame f, int row, float[] v) {
      int batch = row / s.m();
      int m = row % s.m();
      int aBatch = s.aBatch()[batch];
      int bBatch = s.bBatch()[batch];
      int aAt = f.offset(a) + (aBatch * s.m() + m) * s.k();
      double za =
          aAccess.getDouble(f.array(aZero.slot()), f.offset(aZero.slot()) + aZero.at(aBatch, m));
      for (int j = 0; j < s.n(); j++) {
        double zb =
            bAccess.getDouble(f.array(bZero.slot()), f.offset(bZero.slot()) + bZero.at(bBatch, j));
        int bAt = f.offset(b) + bBatch * s.k() * s.n() + j;
        double sum = 0;
        for (int i = 0; i < s.k(); i++) {
          sum +=
              (aAccess.getDouble(f.array(a), aAt + i) - za)
                  * (bAccess.getDouble(f.array(b), bAt + i * s.n()) - zb);
        }
        v[j] = (float) sum;
      }
    }
  }

  /** Scales sums to the result's type, a row at a time. */
  private static final class Requantization {
    private final MatrixShapes s;
    private final PerLine aLines;
    private final PerLine bLines;
    private final Scales aScale;
    private final Scales bScale;
    private final Scales yScale;
    private final Scales yZero;
    private final int y;
    private final boolean isInteger;
    private final Elements.Writer writer;

    Requantization(CompileContext c, MatrixShapes s) {
      this.s = s;
      this.aLines = PerLine.of(c, A_SCALE, c.input(A_SCALE), s.m(), s.aBatches());
      this.bLines = PerLine.of(c, B_SCALE, c.input(B_SCALE), s.n(), s.bBatches());
      this.aScale = scales(c, A_SCALE);
      this.bScale = scales(c, B_SCALE);
      this.yScale = scales(c, Y_SCALE);
      this.yZero = scales(c, Y_ZERO);
      this.y = c.output(0);
      ElementType type = c.outputElementType(0);
      this.isInteger = type.isInteger();
      this.writer = Elements.writer(type, true);
      c.workerScratch(Storage.FLOATS, s.n());
    }

    private static Scales scales(CompileContext c, int i) {
      return Scales.declare(c, i, Math.toIntExact(c.shape(i).elements()), null);
    }

    void prepare(Frame f) {
      aScale.read(f);
      bScale.read(f);
      yScale.read(f);
      yZero.read(f);
    }

    void run(Frame f, int row, float[] v) {
      int batch = row / s.m();
      float a = aScale.get(f, aLines.at(s.aBatch()[batch], row % s.m()));
      float divisor = yScale.get(f, 0);
      for (int j = 0; j < s.n(); j++) {
        v[j] *= a * bScale.get(f, bLines.at(s.bBatch()[batch], j)) / divisor;
      }
      if (isInteger) {
        Rounding.toWhole(v, s.n());
      }
      float zero = yZero.get(f, 0);
      for (int j = 0; j < s.n(); j++) {
        v[j] += zero;
      }
      writer.write(f, v, 0, y, row * s.n(), s.n());
    }
  }
}
