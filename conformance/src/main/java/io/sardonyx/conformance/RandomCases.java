package io.sardonyx.conformance;

import io.sardonyx.Outputs;
import io.sardonyx.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cases whose numbers the specification leaves to chance: their outputs are checked for type
 * and shape, and otherwise not compared.
 */
final class RandomCases {

  static final String REASON =
      "the specification leaves the numbers to chance; types and shapes were checked";

  private static final Set<String> NAMES =
      Stream.of(
              "test_bernoulli",
              "test_bernoulli_double",
              "test_bernoulli_double_expanded",
              "test_bernoulli_expanded",
              "test_bernoulli_seed",
              "test_bernoulli_seed_expanded",
              "test_training_dropout",
              "test_training_dropout_default",
              "test_training_dropout_default_mask",
              "test_training_dropout_mask")
          .collect(Collectors.toUnmodifiableSet());

  boolean isRandom(ReferenceCase test) {
    return NAMES.contains(test.name());
  }

  /** What is wrong with the outputs' types and shapes. */
  List<String> check(ReferenceCase.Data data, Outputs outputs) {
    List<String> failures = new ArrayList<>();
    List<Value> got = List.copyOf(outputs.values().values());
    for (int i = 0; i < data.outputs().size(); i++) {
      if (!got.get(i).type().equals(data.outputs().get(i).type())) {
        failures.add(
            "output %d: got %s, expected %s"
                .formatted(i, got.get(i).type(), data.outputs().get(i).type()));
      }
    }
    return failures;
  }
}
