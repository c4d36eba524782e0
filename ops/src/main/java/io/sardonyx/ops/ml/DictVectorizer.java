package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.MapType;
import io.sardonyx.MapValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The values of a map for the words of a vocabulary, as a table of one row; zeros for words that
 * the map lacks. Keys that the vocabulary lacks do not count.
 *
 * @param vocabulary the keys, in order
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxml_DictVectorizer.html">
 *     DictVectorizer</a>
 */
record DictVectorizer(Labels vocabulary) implements Operator {

  DictVectorizer(Attributes a) {
    this(Labels.of(a, "int64_vocabulary", "string_vocabulary"));
  }

  @Override
  public void infer(InferContext c) {
    MapType type = Maps.type(c);
    if (type.key() != vocabulary.type()) {
      throw c.error("its input is %s, but the vocabulary is of %s", type, vocabulary.type());
    }
    c.output(0, Maps.valueType(type), Shape.of(1, vocabulary.size()));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    ElementType type = Maps.valueType(Maps.type(c));
    Object[] words = new Object[vocabulary.size()];
    for (int i = 0; i < words.length; i++) {
      words[i] =
          vocabulary.integers() != null ? vocabulary.integers()[i] : vocabulary.strings().get(i);
    }
    Tensor zero = Tensor.zeros(type);
    return f -> {
      MapValue map = Maps.map(f, x);
      for (int i = 0; i < words.length; i++) {
        Value value = map.entries().get(words[i]);
        Tensor t = value == null ? zero : Maps.element(f, words[i], value, type);
        System.arraycopy(t.array(), t.offset(), f.array(y), f.offset(y) + i, 1);
      }
    };
  }
}
