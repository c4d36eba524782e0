package io.sardonyx.conformance.random;

import java.util.List;

/**
 * Makes valid models of one node from seeds, with types, shapes and attributes that the schemas and
 * the specification's text admit. Immutable and thread-safe.
 */
public final class RandomCaseGenerator {

  /** Operator sets that the cases use: those which are in wide use, and the latest. */
  private static final int[] OPSETS = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22};

  private final Rules rules = new Rules();

  /** The operators that cases are made of. */
  public List<String> operators() {
    return rules.operators();
  }

  /** The case of a seed. */
  public RandomCase generate(long seed) {
    RandomNumbers random = new RandomNumbers(seed * 0x9E3779B97F4A7C15L);
    List<String> operators = operators();
    while (true) {
      String operator = operators.get(random.upTo(operators.size() - 1));
      CaseBuilder builder =
          new CaseBuilder(operator, OPSETS[random.upTo(OPSETS.length - 1)], random);
      if (builder.schema == null || builder.schema.deprecated()) {
        continue;
      }
      rules.of(operator).accept(builder);
      return builder.build(seed);
    }
  }
}
