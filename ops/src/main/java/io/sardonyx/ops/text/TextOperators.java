package io.sardonyx.ops.text;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code text}. */
public final class TextOperators {

  private TextOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("RegexFullMatch", 20, RegexFullMatch::new)
        .op("StringConcat", 20, a -> new StringConcat())
        .op("StringNormalizer", 10, StringNormalizer::new)
        .op("StringSplit", 20, StringSplit::new)
        .op("TfIdfVectorizer", 9, TfIdfVectorizer::new);
  }
}
