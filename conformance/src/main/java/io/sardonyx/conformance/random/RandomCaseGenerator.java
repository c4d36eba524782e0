package io.sardonyx.conformance.random;

import io.sardonyx.runtime.registry.OperatorSchema;
import io.sardonyx.runtime.registry.SchemaCatalog;
import java.util.List;

/**
 * Makes valid models from seeds: most of one node, with types, shapes and attributes that the
 * schemas and the specification's text admit, some of several. Immutable and thread-safe.
 */
public final class RandomCaseGenerator {

  /** Operator sets that the cases use: those which are in wide use, and the latest. */
  private static final int[] OPSETS = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24};

  /** The operator set for operators that those above have deprecated. */
  private static final int LAST_OF_OLD = 9;

  /** The part of cases that are graphs of several nodes. */
  private static final double GRAPHS = 0.15;

  private final Rules rules = new Rules();

  /** The operators that cases are made of. */
  public List<String> operators() {
    return rules.operators();
  }

  /** The operators of the specification that no case is made of. */
  public List<String> missing() {
    return SchemaCatalog.standard().all().stream()
        .filter(o -> o.domain().isEmpty() || o.domain().equals("ai.onnx.ml"))
        .map(OperatorSchema::name)
        .distinct()
        .filter(n -> rules.of(n) == null)
        .toList();
  }

  /** The case of a seed. */
  public RandomCase generate(long seed) {
    RandomNumbers random = new RandomNumbers(seed * 0x9E3779B97F4A7C15L);
    if (random.chance(GRAPHS)) {
      return new GraphGenerator(random).generate(seed);
    }
    List<String> operators = operators();
    String operator = operators.get(random.upTo(operators.size() - 1));
    CaseBuilder builder = new CaseBuilder(operator, OPSETS[random.upTo(OPSETS.length - 1)], random);
    if (builder.schema != null && builder.schema.deprecated()) {
      builder = new CaseBuilder(operator, LAST_OF_OLD, random);
    }
    if (builder.schema == null) {
      builder = new CaseBuilder(operator, OPSETS[OPSETS.length - 1], random);
    }
    rules.of(operator).accept(builder);
    return builder.build(seed);
  }
}
