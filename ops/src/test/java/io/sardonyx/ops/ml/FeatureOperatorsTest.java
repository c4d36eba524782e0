package io.sardonyx.ops.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class FeatureOperatorsTest {

  private static OpTest ml(String name) {
    return OpTest.op("ai.onnx.ml", name, 1);
  }

  @Test
  void arrayFeatureExtractorTakesIndicesOfTheLastAxis() {
    Tensor y =
        ml("ArrayFeatureExtractor")
            .input(Tensors.ramp(2, 1, 3))
            .input(new long[] {2, 0, 2}, 1, 3)
            .run();
    assertThat(y.shape()).containsExactly(2, 1, 3);
    assertThat(y.floats()).containsExactly(2, 0, 2, 5, 3, 5);
    Tensor row =
        ml("ArrayFeatureExtractor")
            .input(Tensor.of(new String[] {"a", "b"}, 2))
            .input(new long[] {1}, 1)
            .run();
    assertThat(row.shape()).containsExactly(1, 1);
    assertThat(row.strings()).containsExactly("b");
  }

  @Test
  void arrayFeatureExtractorRejectsIndicesOutOfRange() {
    assertThat(
            ml("ArrayFeatureExtractor")
                .input(Tensors.ramp(2, 3))
                .input(new long[] {0, 3}, 2)
                .failure())
        .hasMessageContaining("index 1 is 3; expected 0 to 2");
    assertThat(
            ml("ArrayFeatureExtractor")
                .input(Tensors.ramp(2, 3))
                .input(new long[] {-1}, 1)
                .failure())
        .hasMessageContaining("index 0 is -1");
  }

  @Test
  void binarizerComparesWithTheThreshold() {
    Tensor y =
        ml("Binarizer")
            .attribute("threshold", 0.5f)
            .input(new float[] {0.5f, 0.6f, Float.NaN, Float.POSITIVE_INFINITY}, 4)
            .run();
    assertThat(y.floats()).containsExactly(0, 1, 0, 1);
    Tensor ints = ml("Binarizer").input(Tensor.of(new int[] {-1, 0, 1}, 3)).run();
    assertThat(ints.ints()).containsExactly(0, 0, 1);
  }

  @Test
  void featureVectorizerJoinsColumns() {
    Tensor y =
        ml("FeatureVectorizer")
            .attribute("inputdimensions", 2, 1)
            .input(Tensor.of(new int[] {1, 2, 3, 4}, 2, 2))
            .input(Tensor.of(new int[] {5, 6}, 2, 1))
            .run();
    assertThat(y.shape()).containsExactly(2, 3);
    assertThat(y.floats()).containsExactly(1, 2, 5, 3, 4, 6);
  }

  @Test
  void featureVectorizerCutsAndFillsUp() {
    Tensor y =
        ml("FeatureVectorizer")
            .attribute("inputdimensions", 1, 3)
            .input(new long[] {1, 2}, 2)
            .input(new long[] {3, 4}, 2)
            .run();
    assertThat(y.shape()).containsExactly(1, 4);
    assertThat(y.floats()).containsExactly(1, 3, 4, 0);
    assertThat(ml("FeatureVectorizer").input(new long[2], 1, 2).input(new long[4], 2, 2).failure())
        .hasMessageContaining("input 1 has 2 rows; the ones before have 1");
  }

  @Test
  void imputerReplacesNan() {
    Tensor y =
        ml("Imputer")
            .attribute("imputed_value_floats", 7, 8f)
            .attribute("replaced_value_float", Float.NaN)
            .input(new float[] {Float.NaN, 1, 2, Float.NaN}, 2, 2)
            .run();
    assertThat(y.floats()).containsExactly(7, 1, 2, 8);
  }

  @Test
  void imputerReplacesIntegers() {
    Tensor y =
        ml("Imputer")
            .attribute("imputed_value_int64s", new long[] {7})
            .attribute("replaced_value_int64", -1)
            .input(Tensor.of(new int[] {-1, 1}, 2))
            .run();
    assertThat(y.ints()).containsExactly(7, 1);
    assertThat(ml("Imputer").input(Tensor.of(new int[2], 2)).failure())
        .hasMessageContaining("expected imputed_value_int64s");
    assertThat(
            ml("Imputer").attribute("imputed_value_floats", 7, 8f).input(new float[3], 3).failure())
        .hasMessageContaining("expected 2 features");
  }

  @Test
  void normalizerDividesRows() {
    float[] x = {3, -4, 0, 0};
    assertThat(ml("Normalizer").attribute("norm", "MAX").input(x, 2, 2).run().floats())
        .containsExactly(1, -4 / 3f, 0, 0);
    assertThat(ml("Normalizer").attribute("norm", "L1").input(x, 2, 2).run().floats())
        .containsExactly(3 / 7f, -4 / 7f, 0, 0);
    assertThat(ml("Normalizer").attribute("norm", "L2").input(x, 2, 2).run().floats())
        .containsExactly(0.6f, -0.8f, 0, 0);
    assertThat(ml("Normalizer").attribute("norm", "L3").input(x, 2, 2).failure())
        .hasMessageContaining("attribute 'norm' is 'L3'");
  }

  @Test
  void oneHotEncoderKnowsIntegersAndStrings() {
    Tensor y =
        ml("OneHotEncoder")
            .attribute("cats_int64s", 5, -1)
            .input(new float[] {-1.5f, 5, 3}, 3)
            .run();
    assertThat(y.shape()).containsExactly(3, 2);
    assertThat(y.floats()).containsExactly(0, 1, 1, 0, 0, 0);
    Tensor strings =
        ml("OneHotEncoder")
            .attribute("cats_strings", "a", "b")
            .input(Tensor.of(new String[] {"b"}, 1, 1))
            .run();
    assertThat(strings.shape()).containsExactly(1, 1, 2);
    assertThat(strings.floats()).containsExactly(0, 1);
  }

  @Test
  void oneHotEncoderMayRejectOthers() {
    assertThat(
            ml("OneHotEncoder")
                .attribute("cats_int64s", 1, 2)
                .attribute("zeros", 0)
                .input(new long[] {3}, 1)
                .failure())
        .hasMessageContaining("element 0 is in none of the categories");
    assertThat(
            ml("OneHotEncoder").attribute("cats_strings", "a", "b").input(new long[1], 1).failure())
        .hasMessageContaining("its categories are strings");
    assertThat(ml("OneHotEncoder").input(new long[1], 1).failure())
        .hasMessageContaining("either cats_int64s or cats_strings");
  }

  @Test
  void scalerShiftsAndScales() {
    Tensor y =
        ml("Scaler")
            .attribute("offset", 1, 2f)
            .attribute("scale", 10, 100f)
            .input(new long[] {1, 2, 3, 4}, 2, 2)
            .run();
    assertThat(y.floats()).containsExactly(0, 0, 20, 200);
    Tensor one =
        ml("Scaler")
            .attribute("offset", new float[] {1})
            .attribute("scale", new float[] {2})
            .input(new float[] {1, 2, 3}, 3)
            .run();
    assertThat(one.floats()).containsExactly(0, 2, 4);
    assertThat(ml("Scaler").attribute("offset", 1, 2f).input(new float[3], 1, 3).failure())
        .hasMessageContaining("expected 2 features");
  }
}
