package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.MapType;
import io.sardonyx.MapValue;
import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * For every sample a map from class labels to its numbers.
 *
 * @param labels the keys
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_ZipMap.html">ZipMap</a>
 */
record ZipMap(Labels labels) implements Operator {

  private static final TensorType NUMBER = new TensorType(ElementType.FLOAT, Shape.SCALAR);

  ZipMap(Attributes a) {
    this(Labels.of(a, "classlabels_int64s", "classlabels_strings"));
  }

  @Override
  public void infer(InferContext c) {
    Samples.rows(c);
    Samples.requireFeatures(c, labels.size());
    c.output(0, new SequenceType(new MapType(labels.type(), NUMBER)));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    Samples samples = Samples.of(c);
    MapType type = new MapType(labels.type(), NUMBER);
    c.provides(0);
    return f -> {
      List<Value> maps = new ArrayList<>(samples.rows());
      for (int row = 0; row < samples.rows(); row++) {
        Map<Object, Value> entries = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
          Object key = labels.integers() != null ? labels.integers()[i] : labels.strings().get(i);
          float number = f.floats(x)[f.offset(x) + row * labels.size() + i];
          entries.put(key, Tensor.scalar(number));
        }
        maps.add(new MapValue(type.key(), NUMBER, entries));
      }
      f.provide(y, new SequenceValue(type, maps));
    };
  }
}
