package io.sardonyx.runtime.importer;

import io.sardonyx.InvalidModelException;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.runtime.registry.SchemaCatalog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The versions of operator sets that a model or function imports. */
final class OpsetImports {

  private final Map<String, Integer> versions = new HashMap<>();

  /**
   * Checks the imports against the operator sets that the specification defines.
   *
   * @param where the model or function, for messages
   */
  OpsetImports(List<OperatorSetIdProto> imports, SchemaCatalog schemas, String where) {
    for (OperatorSetIdProto proto : imports) {
      String domain = normal(proto.getDomain());
      long version = proto.getVersion();
      Optional<Integer> newest = schemas.newestVersion(domain);
      if (version < 1 || version > newest.orElse(Integer.MAX_VALUE)) {
        throw new InvalidModelException(
            "%s imports version %d of the operator set '%s'; known are versions 1 to %s"
                .formatted(
                    where,
                    version,
                    domain.isEmpty() ? "ai.onnx" : domain,
                    newest.map(String::valueOf).orElse("any")));
      }
      if (versions.put(domain, (int) version) != null) {
        throw new InvalidModelException(
            "%s imports the operator set '%s' twice".formatted(where, proto.getDomain()));
      }
    }
  }

  /** The imported version of a domain's operator set; empty if it is not imported. */
  Optional<Integer> version(String domain) {
    // Every model implicitly imports the default operator set; without a version it means the
    // first.
    return Optional.ofNullable(versions.getOrDefault(domain, domain.isEmpty() ? 1 : null));
  }

  /** The domain as it is kept: the default one is empty. */
  static String normal(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }
}
