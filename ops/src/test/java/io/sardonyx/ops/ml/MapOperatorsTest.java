package io.sardonyx.ops.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.MapValue;
import io.sardonyx.SequenceValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapOperatorsTest {

  private static OpTest ml(String name) {
    return OpTest.op("ai.onnx.ml", name, 1);
  }

  private static MapValue map(ElementType key, ElementType value, Object... entries) {
    Map<Object, Value> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put(
          entries[i],
          entries[i + 1] instanceof String s
              ? Tensor.scalar(s)
              : Tensor.scalar((float) entries[i + 1]));
    }
    return new MapValue(key, new TensorType(value, Shape.SCALAR), map);
  }

  private static final MapValue NUMBERS =
      map(ElementType.INT64, ElementType.FLOAT, 3L, 1.5f, 0L, -2.5f);

  @Test
  void castMapOrdersByKey() {
    Tensor y = ml("CastMap").input(NUMBERS).run();
    assertThat(y.shape()).containsExactly(1, 2);
    assertThat(y.floats()).containsExactly(-2.5f, 1.5f);
    assertThat(ml("CastMap").attribute("cast_to", "TO_INT64").input(NUMBERS).run().longs())
        .containsExactly(-2, 1);
    assertThat(ml("CastMap").attribute("cast_to", "TO_STRING").input(NUMBERS).run().strings())
        .containsExactly("-2.500000", "1.500000");
  }

  @Test
  void castMapPlacesByKey() {
    OpTest test = ml("CastMap").attribute("map_form", "SPARSE").attribute("max_map", 5);
    assertThat(test.input(NUMBERS).run().floats()).containsExactly(-2.5f, 0, 0, 1.5f, 0);
    assertThat(
            ml("CastMap")
                .attribute("map_form", "SPARSE")
                .attribute("max_map", 3)
                .input(NUMBERS)
                .failure())
        .hasMessageContaining("the map has the key 3; expected 0 to 2");
  }

  @Test
  void castMapParsesStrings() {
    MapValue strings = map(ElementType.INT64, ElementType.STRING, 1L, "2.5", 0L, "-7");
    assertThat(ml("CastMap").input(strings).run().floats()).containsExactly(-7, 2.5f);
    MapValue words = map(ElementType.INT64, ElementType.STRING, 1L, "two");
    assertThat(ml("CastMap").input(words).failure()).hasMessageContaining("expected a number");
  }

  @Test
  void dictVectorizerFollowsTheVocabulary() {
    MapValue x = map(ElementType.STRING, ElementType.FLOAT, "c", 8f, "a", 4f, "unknown", 1f);
    Tensor y =
        ml("DictVectorizer").attribute("string_vocabulary", "a", "c", "b", "z").input(x).run();
    assertThat(y.shape()).containsExactly(1, 4);
    assertThat(y.floats()).containsExactly(4, 8, 0, 0);
    MapValue names = map(ElementType.INT64, ElementType.STRING, 5L, "five");
    Tensor z = ml("DictVectorizer").attribute("int64_vocabulary", 4, 5).input(names).run();
    assertThat(z.strings()).containsExactly("", "five");
    assertThat(ml("DictVectorizer").attribute("int64_vocabulary", 4, 5).input(x).failure())
        .hasMessageContaining("the vocabulary is of INT64");
  }

  @Test
  void zipMapNamesColumns() {
    SequenceValue y =
        (SequenceValue)
            ml("ZipMap")
                .attribute("classlabels_strings", "a", "b")
                .input(new float[] {1, 2, 3, 4}, 2, 2)
                .runAll()
                .getFirst();
    assertThat(y.size()).isEqualTo(2);
    MapValue second = (MapValue) y.values().get(1);
    assertThat(second.entries().keySet()).containsExactly("a", "b");
    assertThat(((Tensor) second.entries().get("b")).floats()).containsExactly(4);
    SequenceValue integers =
        (SequenceValue)
            ml("ZipMap")
                .attribute("classlabels_int64s", 7, 8)
                .input(new float[] {1, 2}, 2)
                .runAll()
                .getFirst();
    assertThat(((MapValue) integers.values().getFirst()).entries().keySet())
        .containsExactly(7L, 8L);
    assertThat(
            ml("ZipMap").attribute("classlabels_int64s", 7, 8).input(new float[3], 1, 3).failure())
        .hasMessageContaining("expected 2 features");
  }
}
