package io.sardonyx.ops.text;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Strings without those that are stop words, in lower or upper case. If none is left, one empty
 * string is.
 *
 * @param change how to change the case
 * @param isCaseSensitive whether stop words count only in their own case
 * @param locale whose rules of upper and lower case hold
 * @param stopWords what to drop; in lower case, unless case counts
 * @see <a href="https://onnx.ai/onnx/operators/onnx__StringNormalizer.html">StringNormalizer</a>
 */
record StringNormalizer(
    CaseChange change, boolean isCaseSensitive, Locale locale, Set<String> stopWords)
    implements Operator {

  /** The values of {@code case_change_action}. */
  enum CaseChange {
    NONE,
    LOWER,
    UPPER
  }

  StringNormalizer(Attributes a) {
    this(
        a.choice("case_change_action", CaseChange.class),
        a.flag("is_case_sensitive"),
        locale(a.string("locale", "en_US")),
        stopWords(a));
  }

  /** The locale that a POSIX name such as {@code de_DE.UTF-8} means. */
  private static Locale locale(String name) {
    return Locale.forLanguageTag(name.replaceFirst("\\..*", "").replace('_', '-'));
  }

  private static Set<String> stopWords(Attributes a) {
    Set<String> words = new HashSet<>();
    if (a.has("stopwords")) {
      for (String word : a.strings("stopwords")) {
        words.add(a.flag("is_case_sensitive") ? word : folded(a, word));
      }
    }
    return Set.copyOf(words);
  }

  private static String folded(Attributes a, String word) {
    return word.toLowerCase(locale(a.string("locale", "en_US")));
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = c.shape(0);
    if (!shape.isRanked()) {
      c.output(0, ElementType.STRING, Shape.UNRANKED);
      return;
    }
    int rank = shape.rank();
    if (rank < 1 || rank > 2 || (rank == 2 && shape.dim(0).isKnown() && !shape.dim(0).is(1))) {
      throw c.error("its input has shape %s; expected [C] or [1,C]", shape);
    }
    Dim last = shape.dim(rank - 1);
    boolean isKept = stopWords.isEmpty() && last.isKnown();
    Dim count = isKept ? Dim.of(Math.max(1, last.size())) : Dim.UNKNOWN;
    c.output(0, ElementType.STRING, rank == 1 ? Shape.of(count) : Shape.of(Dim.of(1), count));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    int n = Math.toIntExact(c.shape(0).elements());
    boolean isMatrix = c.rank(0) == 2;
    c.provides(0);
    return f -> {
      List<String> kept = new ArrayList<>(n);
      for (int i = 0; i < n; i++) {
        String word = f.strings(x)[f.offset(x) + i];
        if (!stopWords.contains(isCaseSensitive ? word : word.toLowerCase(locale))) {
          kept.add(changed(word));
        }
      }
      if (kept.isEmpty()) {
        kept.add("");
      }
      Tensor words = Tensor.of(kept.toArray(String[]::new), kept.size());
      f.provide(y, isMatrix ? words.reshaped(1, kept.size()) : words);
    };
  }

  private String changed(String word) {
    return switch (change) {
      case NONE -> word;
      case LOWER -> word.toLowerCase(locale);
      case UPPER -> word.toUpperCase(locale);
    };
  }
}
