package io.sardonyx.ops.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

/** The pool holds the tokens 2, 3 and the pairs (5, 6), (5, 5). */
class TfIdfVectorizerTest {

  private static OpTest vectorizer(String mode, long min, long max, long skip) {
    return OpTest.op("TfIdfVectorizer", 9)
        .attribute("mode", mode)
        .attribute("min_gram_length", min)
        .attribute("max_gram_length", max)
        .attribute("max_skip_count", skip)
        .attribute("ngram_counts", 0, 2)
        .attribute("ngram_indexes", 3, 0, 1, 2);
  }

  private static OpTest integers(String mode, long min, long max, long skip) {
    return vectorizer(mode, min, max, skip).attribute("pool_int64s", 2, 3, 5, 6, 5, 5);
  }

  private static final Tensor X = Tensor.of(new long[] {5, 5, 6, 2, 2, 5}, 6);

  @Test
  void countsTokensAndPairs() {
    Tensor y = integers("TF", 1, 2, 0).input(X).run();
    assertThat(y.floats()).containsExactly(0, 1, 1, 2);
    y = integers("TF", 2, 2, 0).input(X).run();
    assertThat(y.floats()).containsExactly(0, 1, 1, 0);
    y = integers("TF", 1, 1, 3).input(X).run();
    assertThat(y.floats()).containsExactly(0, 0, 0, 2);
  }

  @Test
  void skipsTokens() {
    // (5, 6) also with a token between, (5, 5) also with 3 and 4 tokens between
    Tensor y = integers("TF", 1, 2, 4).input(X).run();
    assertThat(y.floats()).containsExactly(0, 2, 3, 2);
  }

  @Test
  void weighsNgramsByTheirPlaceInThePool() {
    OpTest tfidf = integers("TFIDF", 1, 2, 0).attribute("weights", 1, 10, 100, 1000f);
    assertThat(tfidf.input(X).run().floats()).containsExactly(0, 100, 1000, 2);
    OpTest idf = integers("IDF", 1, 2, 0).attribute("weights", 1, 10, 100, 1000f);
    assertThat(idf.input(X).run().floats()).containsExactly(0, 100, 1000, 1);
    assertThat(integers("IDF", 1, 2, 0).input(X).run().floats()).containsExactly(0, 1, 1, 1);
  }

  @Test
  void takesRowsAndStrings() {
    Tensor y =
        vectorizer("TF", 1, 2, 0)
            .attribute("pool_strings", "a", "b", "c", "d", "c", "c")
            .input(Tensor.of(new String[] {"a", "c", "d", "x", "b", "b"}, 2, 3))
            .run();
    assertThat(y.shape()).containsExactly(2, 4);
    assertThat(y.floats()).containsExactly(0, 1, 0, 1, 2, 0, 0, 0);
  }

  @Test
  void emptySequencesCountNothing() {
    Tensor y = integers("TF", 1, 2, 0).input(Tensor.of(new int[0], 2, 0)).run();
    assertThat(y.floats()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void rejectsWhatDoesNotFit() {
    assertThat(integers("TF", 1, 2, 0).input(Tensor.of(new String[] {"a"}, 1)).failure())
        .hasMessageContaining("the pool is of integers");
    assertThat(vectorizer("TF", 1, 2, 0).input(X).failure())
        .hasMessageContaining("either pool_int64s or pool_strings");
    assertThat(integers("TF", 2, 1, 0).input(X).failure()).hasMessageContaining("min <= max");
    assertThat(integers("TF", 1, 2, 0).attribute("weights", new float[] {1}).input(X).failure())
        .hasMessageContaining("there are 1 weights");
    assertThat(vectorizer("TF", 1, 2, 0).attribute("pool_int64s", 1, 2, 3).input(X).failure())
        .hasMessageContaining("does not divide a pool of 3 tokens");
    assertThat(
            vectorizer("TF", 1, 2, 0)
                .attribute("pool_int64s", 1, 2, 1, 2, 1, 3, 1, 4)
                .input(X)
                .failure())
        .hasMessageContaining("the pool has more n-grams");
  }
}
