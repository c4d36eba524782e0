package io.sardonyx.runtime.inference;

import io.sardonyx.InvalidModelException;
import io.sardonyx.MapType;
import io.sardonyx.OptionalType;
import io.sardonyx.SequenceType;
import io.sardonyx.TensorType;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.registry.OperatorSchema;
import io.sardonyx.runtime.registry.OperatorSchema.Parameter;
import io.sardonyx.runtime.registry.SchemaCatalog;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds the types of a node's inputs against the operator's schema: each must be admitted, and
 * those that share a type parameter must be of one type.
 */
final class TypeConstraints {

  private TypeConstraints() {}

  /**
   * @throws InvalidModelException if an input's type is not admitted
   */
  static void check(Node node, ValueFacts facts) {
    Optional<OperatorSchema> schema =
        SchemaCatalog.standard().find(node.op().domain(), node.op().name(), node.op().version());
    if (schema.isEmpty()) {
      return;
    }
    Map<String, String> bound = new HashMap<>();
    for (int i = 0; i < node.formalInputCount(); i++) {
      Parameter formal = schema.get().input(i);
      if (node.input(i) == Node.ABSENT || formal == null) {
        continue;
      }
      String found = onnxName(facts.type(node.input(i)));
      Set<String> admitted = schema.get().admittedTypes(formal);
      if (!admitted.contains(found)) {
        throw new InvalidModelException(
            "%s: input %d '%s' is %s; the operator admits %s"
                .formatted(node.label(), i, formal.name(), found, new TreeSet<>(admitted)));
      }
      String earlier = formal.heterogeneous() ? null : bound.putIfAbsent(formal.type(), found);
      if (schema.get().constraints().containsKey(formal.type())
          && earlier != null
          && !earlier.equals(found)) {
        throw new InvalidModelException(
            "%s: input %d '%s' is %s, but another input of the same type parameter %s is %s"
                .formatted(node.label(), i, formal.name(), found, formal.type(), earlier));
      }
    }
  }

  /** The type as the specification writes it, without the shape. */
  private static String onnxName(ValueType type) {
    return switch (type) {
      case TensorType t -> "tensor(" + t.elementType().onnxName() + ")";
      case SequenceType s -> "seq(" + onnxName(s.element()) + ")";
      case OptionalType o -> "optional(" + onnxName(o.element()) + ")";
      case MapType m ->
          "map("
              + m.key().onnxName()
              + ","
              + (m.value() instanceof TensorType t
                  ? t.elementType().onnxName()
                  : onnxName(m.value()))
              + ")";
    };
  }
}
