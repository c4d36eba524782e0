package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.DoubleReader;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * Samples divided by their norm; left as they are if it is zero.
 *
 * @param norm which norm
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_Normalizer.html">Normalizer</a>
 */
record Normalizer(Norm norm) implements Operator {

  /** The values of {@code norm}. */
  enum Norm {
    /** The largest number. */
    MAX,
    /** The sum of absolute values. */
    L1,
    /** The root of the sum of squares. */
    L2
  }

  Normalizer(Attributes a) {
    this(a.choice("norm", Norm.class));
  }

  @Override
  public void infer(InferContext c) {
    Samples.rows(c);
    c.output(0, ElementType.FLOAT, c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    Samples samples = Samples.of(c);
    int n = samples.features();
    DoubleReader reader = DoubleReader.of(c.elementType(0));
    c.workerScratch(Storage.DOUBLES, n);
    ParallelTask task =
        (f, row, w) -> {
          double[] v = f.workerDoubles(w);
          reader.read(f, x, row * n, v, 0, n);
          double divisor = divisor(v, n);
          float[] out = f.floats(y);
          int at = f.offset(y) + row * n;
          for (int i = 0; i < n; i++) {
            out[at + i] = (float) (divisor == 0 ? v[i] : v[i] / divisor);
          }
        };
    return f -> f.parallel(samples.rows(), task);
  }

  private double divisor(double[] v, int n) {
    double divisor = norm == Norm.MAX ? Double.NEGATIVE_INFINITY : 0;
    for (int i = 0; i < n; i++) {
      switch (norm) {
        case MAX -> divisor = v[i] > divisor ? v[i] : divisor;
        case L1 -> divisor += Math.abs(v[i]);
        case L2 -> divisor += v[i] * v[i];
      }
    }
    return norm == Norm.L2 ? Math.sqrt(divisor) : divisor;
  }
}
