package io.sardonyx.conformance.random;

import io.sardonyx.Value;
import io.sardonyx.proto.ModelProto;
import java.util.Map;

/**
 * A valid model that a seed has made, and values for its inputs.
 *
 * @param seed what made it; the same seed makes the same case
 * @param operator the operator under test, or {@code graph} for several
 * @param model the model
 * @param inputs values by name
 */
public record RandomCase(long seed, String operator, ModelProto model, Map<String, Value> inputs) {

  /** The operator of cases that have several nodes. */
  static final String GRAPH = "graph";

  /** Whether the case has several nodes. */
  boolean isGraph() {
    return operator.equals(GRAPH);
  }
}
