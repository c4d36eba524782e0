package io.sardonyx.runtime.importer;

import io.sardonyx.InvalidModelException;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.FunctionProto;
import io.sardonyx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions that a model brings along. */
final class ModelFunctions {

  private record Key(String domain, String name, String overload) {}

  private final Map<Key, FunctionProto> functions = new HashMap<>();

  ModelFunctions(List<FunctionProto> protos) {
    for (FunctionProto proto : protos) {
      Key key =
          new Key(OpsetImports.normal(proto.getDomain()), proto.getName(), proto.getOverload());
      if (functions.put(key, proto) != null) {
        throw new InvalidModelException(
            "function '%s:%s' is defined twice".formatted(proto.getDomain(), proto.getName()));
      }
    }
  }

  /** The function that a node calls, if it calls one. */
  Optional<FunctionProto> calledBy(NodeProto node) {
    return Optional.ofNullable(
        functions.get(
            new Key(OpsetImports.normal(node.getDomain()), node.getOpType(), node.getOverload())));
  }

  /**
   * The attributes of a node inside a function's body, with references to the function's attributes
   * replaced by what the call gives, or else by the function's defaults; a reference to an
   * attribute that has neither is left out.
   */
  static List<AttributeProto> resolve(
      List<AttributeProto> attributes, Map<String, AttributeProto> arguments) {
    List<AttributeProto> resolved = new ArrayList<>(attributes.size());
    for (AttributeProto attribute : attributes) {
      if (attribute.getRefAttrName().isEmpty()) {
        resolved.add(attribute);
      } else if (arguments.containsKey(attribute.getRefAttrName())) {
        resolved.add(
            arguments.get(attribute.getRefAttrName()).toBuilder()
                .setName(attribute.getName())
                .build());
      }
    }
    return resolved;
  }

  /** What the attributes of {@code function} are in a call with these attributes. */
  static Map<String, AttributeProto> arguments(
      FunctionProto function, List<AttributeProto> call, String where) {
    Map<String, AttributeProto> arguments = new HashMap<>();
    for (AttributeProto attribute : function.getAttributeProtoList()) {
      arguments.put(attribute.getName(), attribute);
    }
    for (AttributeProto attribute : call) {
      if (!function.getAttributeList().contains(attribute.getName())
          && !arguments.containsKey(attribute.getName())) {
        throw new InvalidModelException(
            "%s: the function '%s' has no attribute '%s'"
                .formatted(where, function.getName(), attribute.getName()));
      }
      arguments.put(attribute.getName(), attribute);
    }
    return arguments;
  }
}
