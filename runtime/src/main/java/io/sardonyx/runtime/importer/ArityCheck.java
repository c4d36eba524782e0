package io.sardonyx.runtime.importer;

import io.sardonyx.InvalidModelException;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.runtime.registry.OperatorSchema;

/** Holds the number of a node's inputs and outputs against the operator's schema. */
final class ArityCheck {

  private ArityCheck() {}

  /**
   * @param label the node, for messages
   * @throws InvalidModelException if there are too many, too few, or a required one is omitted
   */
  static void check(OperatorSchema schema, NodeProto node, String label) {
    count(label, "inputs", node.getInputCount(), schema.minInputs(), schema.maxInputs());
    count(label, "outputs", node.getOutputCount(), schema.minOutputs(), schema.maxOutputs());
    for (int i = 0; i < node.getInputCount(); i++) {
      OperatorSchema.Parameter formal = schema.input(i);
      if (node.getInput(i).isEmpty()
          && formal != null
          && !formal.optional()
          && !formal.variadic()) {
        throw new InvalidModelException(
            "%s: the required input %d '%s' is omitted".formatted(label, i, formal.name()));
      }
    }
  }

  private static void count(String label, String what, int found, int min, int max) {
    if (found < min || (max >= 0 && found > max)) {
      throw new InvalidModelException(
          "%s: has %d %s; expected %s"
              .formatted(
                  label,
                  found,
                  what,
                  max < 0 ? min + " or more" : min == max ? "" + min : min + " to " + max));
    }
  }
}
