package io.sardonyx.conformance;

import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.Outputs;
import io.sardonyx.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs reference cases and tells what differs. */
public final class Verifier {

  /** What became of a case. */
  public sealed interface Verdict {

    /** All outputs of all runs fit. */
    record Passed() implements Verdict {}

    /** Something does not; one line each. */
    record Failed(List<String> failures) implements Verdict {}

    /** The case was not compared, for a reason that lies in ONNX. */
    record Skipped(String reason) implements Verdict {}
  }

  private final ModelOptions options;
  private final Comparison comparison;
  private final int runs;
  private final RandomCases randomCases = new RandomCases();

  /**
   * @param runs how often each data set is run in the same model; from the second on memory is
   *     reused
   */
  public Verifier(ModelOptions options, Tolerance tolerance, int runs) {
    this.options = options;
    this.comparison = new Comparison(tolerance);
    this.runs = runs;
  }

  /** Runs a case. */
  public Verdict verify(ReferenceCase test) {
    List<String> failures = new ArrayList<>();
    boolean random = randomCases.isRandom(test);
    try (OnnxModel model = OnnxModel.load(test.model(), options)) {
      for (int run = 0; run < runs; run++) {
        for (ReferenceCase.Data data : test.data(model)) {
          Outputs outputs = model.run(data.inputs());
          failures.addAll(random ? randomCases.check(data, outputs) : compare(data, outputs, run));
        }
      }
    } catch (OnnxException e) {
      failures.add(e.getMessage());
    }
    if (!failures.isEmpty()) {
      return new Verdict.Failed(failures);
    }
    return random ? new Verdict.Skipped(RandomCases.REASON) : new Verdict.Passed();
  }

  private List<String> compare(ReferenceCase.Data data, Outputs outputs, int run) {
    List<String> failures = new ArrayList<>();
    List<Value> got = List.copyOf(outputs.values().values());
    List<String> names = List.copyOf(outputs.values().keySet());
    for (int i = 0; i < data.outputs().size(); i++) {
      Optional<String> difference = comparison.difference(got.get(i), data.outputs().get(i));
      if (difference.isPresent()) {
        failures.add(
            "%s, run %d, output %d '%s': %s"
                .formatted(data.name(), run + 1, i, names.get(i), difference.get()));
      }
    }
    return failures;
  }
}
