package io.sardonyx.ops.training;

import io.sardonyx.runtime.ir.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * How the operators of the default domain turn derivatives by their outputs into those by inputs.
 */
final class Derivatives {

  /** The derivatives by a node's inputs, ABSENT or missing for those that nobody asks for. */
  @FunctionalInterface
  interface Rule {
    int[] apply(Backward b, Node node);
  }

  /** The rules by operator. */
  static final Map<String, Rule> RULES = rules();

  private Derivatives() {}

  private static Map<String, Rule> rules() {
    Map<String, Rule> rules = new HashMap<>();
    ElementwiseDerivatives.register(rules);
    ProductDerivatives.register(rules);
    ReductionDerivatives.register(rules);
    ShapeDerivatives.register(rules);
    return Map.copyOf(rules);
  }
}
