package io.sardonyx.ops.ml;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * The features of all inputs, one input's after the other's, as floats.
 *
 * @param sizes how many features to take of each input, with zeros for those that it lacks; null
 *     for all that it has
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_FeatureVectorizer.html">
 *     FeatureVectorizer</a>
 */
record FeatureVectorizer(long[] sizes) implements Operator {

  FeatureVectorizer(Attributes a) {
    this(a.integersOrNull("inputdimensions"));
  }

  @Override
  public void infer(InferContext c) {
    if (sizes != null && sizes.length != c.inputCount()) {
      throw c.error(
          "inputdimensions is %s, but there are %d inputs", Arrays.toString(sizes), c.inputCount());
    }
    Dim rows = Dim.UNKNOWN;
    Dim sum = Dim.of(0);
    for (int i = 0; i < c.inputCount(); i++) {
      Dim inputRows = rows(c, i);
      if (rows.isKnown() && inputRows.isKnown() && rows.size() != inputRows.size()) {
        throw c.error("input %d has %s rows; the ones before have %s", i, inputRows, rows);
      }
      rows = rows.refine(inputRows);
      sum = sum.plus(size(c, i));
    }
    c.output(0, ElementType.FLOAT, Shape.of(rows, sum));
  }

  private static Dim rows(NodeContext c, int i) {
    Shape shape = c.shape(i);
    if (!shape.isRanked()) {
      return Dim.UNKNOWN;
    }
    if (shape.rank() == 0) {
      throw c.error("input %d is a scalar; expected [N,C] or [C]", i);
    }
    return shape.rank() == 1 ? Dim.of(1) : shape.dim(0);
  }

  private Dim size(NodeContext c, int i) {
    return sizes == null ? found(c, i) : Dim.of(sizes[i]);
  }

  /** How many numbers a row of an input has. */
  private static Dim found(NodeContext c, int i) {
    Shape shape = c.shape(i);
    if (!shape.isRanked()) {
      return Dim.UNKNOWN;
    }
    Dim found = Dim.of(1);
    for (int d = shape.rank() == 1 ? 0 : 1; d < shape.rank(); d++) {
      found = found.times(shape.dim(d));
    }
    return found;
  }

  @Override
  public Step compile(CompileContext c) {
    int n = c.inputCount();
    int[] inputs = new int[n];
    int[] counts = new int[n];
    int[] found = new int[n];
    NumberAccess[] access = new NumberAccess[n];
    for (int i = 0; i < n; i++) {
      inputs[i] = c.input(i);
      counts[i] = Math.toIntExact(size(c, i).size());
      found[i] = Math.toIntExact(found(c, i).size());
      access[i] = NumberAccess.of(c.elementType(i));
    }
    int y = c.output(0);
    long[] out = c.outputDims(0);
    int rows = Math.toIntExact(out[0]);
    int pitch = Math.toIntExact(out[1]);
    return f -> {
      int column = 0;
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < rows * counts[i]; k++) {
          int row = k / counts[i];
          int feature = k % counts[i];
          int from = f.offset(inputs[i]) + row * found[i] + feature;
          boolean isThere = feature < found[i];
          f.floats(y)[f.offset(y) + row * pitch + column + feature] =
              isThere ? (float) access[i].getDouble(f.array(inputs[i]), from) : 0;
        }
        column += counts[i];
      }
    };
  }
}
