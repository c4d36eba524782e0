package io.sardonyx.conformance;

import io.sardonyx.conformance.Verifier.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cases that are known to fail. That one of them passes is a failure too, so that the list stays
 * true.
 *
 * @param reasons why, by the cases' names
 */
public record ExpectedFailures(Map<String, String> reasons) {

  /** No case. */
  public static final ExpectedFailures NONE = new ExpectedFailures(Map.of());

  public ExpectedFailures {
    reasons = Map.copyOf(reasons);
  }

  /** Those in a file: a line each with case, tab and reason; lines with # are comments. */
  public static ExpectedFailures read(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return of(lines);
    }
  }

  /** Those in such lines. */
  public static ExpectedFailures of(Stream<String> lines) {
    return new ExpectedFailures(
        lines
            .filter(l -> !l.isBlank() && !l.startsWith("#"))
            .map(l -> l.split("\t", 2))
            .collect(Collectors.toMap(p -> p[0], p -> p.length > 1 ? p[1] : "no reason given")));
  }

  /** What to make of a case's verdict. */
  public Verdict judge(ReferenceCase test, Verdict verdict) {
    String reason = reasons.get(test.name());
    if (reason == null) {
      return verdict;
    }
    return verdict instanceof Verdict.Failed
        ? new Verdict.Skipped(reason)
        : new Verdict.Failed(List.of("passes, but is expected to fail: " + reason));
  }
}
