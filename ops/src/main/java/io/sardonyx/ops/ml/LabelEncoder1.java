package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * The places of strings in a list, or the strings at places, depending on the input. Version 1.
 *
 * @param toPlaces maps strings
 * @param toStrings maps places
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_LabelEncoder.html">LabelEncoder</a>
 */
record LabelEncoder1(Dictionary toPlaces, Dictionary toStrings) implements Operator {

  LabelEncoder1(Attributes a) {
    this(
        new Dictionary(
            strings(a), places(a), Tensor.scalar(a.integer("default_int64")), false, false),
        new Dictionary(
            places(a), strings(a), Tensor.scalar(a.string("default_string")), false, false));
  }

  private static Tensor strings(Attributes a) {
    List<String> strings = a.strings("classes_strings");
    return Tensor.of(strings.toArray(String[]::new), strings.size());
  }

  private static Tensor places(Attributes a) {
    long[] places = new long[a.strings("classes_strings").size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    return Tensor.of(places, places.length);
  }

  @Override
  public void infer(InferContext c) {
    boolean isStrings = c.elementType(0) == ElementType.STRING;
    c.output(0, isStrings ? ElementType.INT64 : ElementType.STRING, c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    return (c.elementType(0) == ElementType.STRING ? toPlaces : toStrings).step(c);
  }
}
