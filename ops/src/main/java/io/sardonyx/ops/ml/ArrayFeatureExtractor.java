package io.sardonyx.ops.ml;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Chosen indices of the last axis. Of a vector the result is a table of one row.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_ArrayFeatureExtractor.html">
 *     ArrayFeatureExtractor</a>
 */
record ArrayFeatureExtractor() implements Operator {

  @Override
  public void infer(InferContext c) {
    Shape shape = c.shape(0);
    if (!shape.isRanked()) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    if (shape.rank() == 0) {
      throw c.error("its input is a scalar; expected an axis to choose from");
    }
    Dim count = c.shape(1).isKnown() ? Dim.of(c.shape(1).elements()) : Dim.UNKNOWN;
    Shape out =
        shape.rank() == 1 ? Shape.of(Dim.of(1), count) : shape.with(shape.rank() - 1, count);
    c.output(0, c.elementType(0), out);
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int indices = c.input(1);
    int y = c.output(0);
    int size = Math.toIntExact(c.dims(0)[c.rank(0) - 1]);
    int rows = size == 0 ? 0 : Math.toIntExact(c.shape(0).elements() / size);
    int count = Math.toIntExact(c.shape(1).elements());
    return f -> {
      for (int i = 0; i < count; i++) {
        long index = f.longs(indices)[f.offset(indices) + i];
        if (index < 0 || index >= size) {
          throw f.error("index %d is %d; expected 0 to %d", i, index, size - 1);
        }
        int from = f.offset(x) + (int) index;
        int to = f.offset(y) + i;
        for (int row = 0; row < rows; row++) {
          System.arraycopy(f.array(x), from + row * size, f.array(y), to + row * count, 1);
        }
      }
    };
  }
}
