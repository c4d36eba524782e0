package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import java.util.Arrays;

/** Operators on strings. */
final class TextRules {

  private static final String[] WORDS = {"", "a", "Bc", "a b", "x,y,,z", "Été", "12", "b  c "};

  private TextRules() {}

  static void addTo(Rules rules) {
    rules.add(
        b -> {
          b.input(words(b, b.random.between(1, 6)));
          b.text("case_change_action", b.random.one("NONE", "LOWER", "UPPER"));
          if (b.random.chance(0.5)) {
            b.texts("stopwords", "a", "bc").integer("is_case_sensitive", b.random.upTo(1));
          }
        },
        "StringNormalizer");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(1, 2);
          b.input(words(b, shape)).input(words(b, b.random.broadcastable(shape)));
        },
        "StringConcat");
    rules.add(
        b -> {
          b.input(words(b, b.random.between(1, 6)));
          if (b.random.chance(0.5)) {
            b.text("delimiter", b.random.one(",", " ", ""));
          }
          if (b.random.chance(0.3)) {
            b.integer("maxsplit", b.random.between(1, 2));
          }
          b.outputs(2);
        },
        "StringSplit");
    rules.add(
        b -> {
          b.input(words(b, b.random.between(1, 6)));
          b.text("pattern", b.random.one("[a-z]+", "a|12", ".*,.*", "\\d+", "\\w \\w"));
        },
        "RegexFullMatch");
    rules.add(
        b -> {
          b.input(b.random.range(ElementType.INT64, 0, 5, b.random.between(1, 3), 8));
          b.integer("min_gram_length", b.random.between(1, 2)).integer("max_gram_length", 2);
          b.integer("max_skip_count", b.random.upTo(3))
              .text("mode", b.random.one("TF", "IDF", "TFIDF"));
          b.ints("ngram_counts", 0, 3).ints("ngram_indexes", 0, 1, 2, 3, 4);
          b.ints("pool_int64s", 1, 2, 3, 1, 2, 4, 5);
          b.numbers("weights", 1, 2, 0.5, 3, 4);
        },
        "TfIdfVectorizer");
  }

  static Tensor words(CaseBuilder b, long... shape) {
    int n = (int) Arrays.stream(shape).reduce(1, (x, y) -> x * y);
    String[] words = new String[n];
    Arrays.setAll(words, i -> b.random.one(WORDS));
    return Tensor.of(words, shape);
  }
}
