package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.DoubleReader;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Features less an offset, times a scale.
 *
 * @param offset one for all features, or one for each
 * @param scale one for all features, or one for each
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_Scaler.html">Scaler</a>
 */
record Scaler(float[] offset, float[] scale) implements Operator {

  Scaler(Attributes a) {
    this(values(a, "offset", 0), values(a, "scale", 1));
  }

  private static float[] values(Attributes a, String name, float none) {
    float[] values = a.numbersOrNull(name);
    return values == null || values.length == 0 ? new float[] {none} : values;
  }

  @Override
  public void infer(InferContext c) {
    if (offset.length > 1) {
      Samples.requireFeatures(c, offset.length);
    }
    if (scale.length > 1) {
      Samples.requireFeatures(c, scale.length);
    }
    c.output(0, ElementType.FLOAT, c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    DoubleReader reader = DoubleReader.of(c.elementType(0));
    c.workerScratch(Storage.DOUBLES, Ranges.COSTLY);
    return Ranges.step(
        c.shape(0).elements(),
        Ranges.COSTLY,
        (f, from, to, w) -> {
          double[] v = f.workerDoubles(w);
          reader.read(f, x, from, v, 0, to - from);
          float[] out = f.floats(y);
          for (int i = from; i < to; i++) {
            out[f.offset(y) + i] =
                (float) ((v[i - from] - offset[i % offset.length]) * scale[i % scale.length]);
          }
        });
  }
}
