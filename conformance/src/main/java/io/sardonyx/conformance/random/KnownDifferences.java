package io.sardonyx.conformance.random;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Differences that are ONNX Runtime's own, from the resource {@code known-differences.tsv}: the
 * operator, a regular expression that finds them in the difference, the inputs and the model's
 * text, and the sentence of the specification that decides. Immutable.
 */
final class KnownDifferences {

  private record Known(String operator, Pattern pattern, String sentence) {}

  private final List<Known> all;

  private KnownDifferences(List<Known> all) {
    this.all = all;
  }

  static KnownDifferences standard() {
    try (InputStream in = KnownDifferences.class.getResourceAsStream("known-differences.tsv")) {
      return new KnownDifferences(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(l -> !l.isBlank() && !l.startsWith("#"))
              .map(l -> l.split("\t", 3))
              .map(p -> new Known(p[0], Pattern.compile(p[1], Pattern.DOTALL), p[2]))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why a difference is ONNX Runtime's own; empty if it is not known to be. */
  Optional<String> reason(RandomCase test, String difference) {
    String text = difference + "\n" + test.inputs() + "\n" + test.model();
    return all.stream()
        .filter(k -> k.operator.equals(test.operator()) && k.pattern.matcher(text).find())
        .map(Known::sentence)
        .findFirst();
  }
}
