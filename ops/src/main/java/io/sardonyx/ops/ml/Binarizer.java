package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * 1 where elements are greater than a threshold, else 0.
 *
 * @param threshold the threshold
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_Binarizer.html">Binarizer</a>
 */
record Binarizer(float threshold) implements Operator {

  Binarizer(Attributes a) {
    this(a.number("threshold"));
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, c.tensorType(0));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    c.inPlace(0, 0);
    long n = c.shape(0).elements();
    if (c.elementType(0) == ElementType.FLOAT) {
      return Ranges.step(
          n,
          Ranges.CHEAP,
          (f, from, to, w) -> {
            float[] a = f.floats(x);
            float[] b = f.floats(y);
            int shift = f.offset(y) - f.offset(x);
            for (int i = f.offset(x) + from; i < f.offset(x) + to; i++) {
              b[shift + i] = a[i] > threshold ? 1 : 0;
            }
          });
    }
    NumberAccess access = NumberAccess.of(c.elementType(0));
    return Ranges.step(
        n,
        Ranges.CHEAP,
        (f, from, to, w) -> {
          for (int i = from; i < to; i++) {
            boolean isAbove = access.getDouble(f.array(x), f.offset(x) + i) > threshold;
            access.setLong(f.array(y), f.offset(y) + i, isAbove ? 1 : 0);
          }
        });
  }
}
