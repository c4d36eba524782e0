package io.sardonyx.runtime.registry;

import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.OperatorFactory;
import io.sardonyx.runtime.spi.OperatorId;
import io.sardonyx.runtime.spi.OperatorProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The operators that can run, by domain, name and version. Immutable once made. */
public final class OperatorRegistry {

  /** Holds the registry of the operators on the class and module path. */
  private static final class Standard {
    static final OperatorRegistry REGISTRY =
        of(ServiceLoader.load(OperatorProvider.class, OperatorRegistry.class.getClassLoader()));
  }

  /**
   * An operator that can run.
   *
   * @param id its name and the version that introduced its semantics
   * @param factory makes it
   * @param schema what the specification says of it; empty for operators outside of it
   */
  public record Entry(OperatorId id, OperatorFactory factory, Optional<OperatorSchema> schema) {}

  private final Map<String, TreeMap<Integer, OperatorFactory>> factories = new HashMap<>();
  private final SchemaCatalog schemas;

  private OperatorRegistry(SchemaCatalog schemas) {
    this.schemas = schemas;
  }

  /** The operators of every provider that the service loader finds, with the ONNX schemas. */
  public static OperatorRegistry standard() {
    return Standard.REGISTRY;
  }

  /** The operators of these providers, with the ONNX schemas. */
  public static OperatorRegistry of(Iterable<OperatorProvider> providers) {
    OperatorRegistry registry = new OperatorRegistry(SchemaCatalog.standard());
    OperatorProvider.Registrar registrar =
        new OperatorProvider.Registrar() {
          @Override
          public OperatorProvider.Registrar op(
              String domain, String name, int sinceVersion, OperatorFactory factory) {
            OperatorFactory previous =
                registry
                    .factories
                    .computeIfAbsent(domain + ":" + name, k -> new TreeMap<>())
                    .put(sinceVersion, factory);
            if (previous != null) {
              throw new IllegalStateException(
                  "operator "
                      + new OperatorId(domain, name, sinceVersion)
                      + " is registered twice");
            }
            return this;
          }
        };
    for (OperatorProvider provider : providers) {
      provider.register(registrar);
    }
    return registry;
  }

  /** The specification's schemas. */
  public SchemaCatalog schemas() {
    return schemas;
  }

  /**
   * The operator that a node means.
   *
   * @param domain the domain; empty for ai.onnx
   * @param opset the version of the domain's operator set that the model imports
   * @return empty if no such operator is registered for that version
   */
  public Optional<Entry> find(String domain, String name, int opset) {
    Optional<OperatorSchema> schema = schemas.find(domain, name, opset);
    TreeMap<Integer, OperatorFactory> versions = factories.get(domain + ":" + name);
    int since = schema.map(OperatorSchema::sinceVersion).orElse(opset);
    Map.Entry<Integer, OperatorFactory> found =
        versions == null ? null : versions.floorEntry(since);
    if (found == null || (schema.isEmpty() && schemas.newestVersion(domain).isPresent())) {
      return Optional.empty();
    }
    int version = schema.isPresent() ? since : found.getKey();
    return Optional.of(new Entry(new OperatorId(domain, name, version), found.getValue(), schema));
  }

  /** The registered versions of an operator, in order; empty if it is not registered. */
  public List<Integer> registeredVersions(String domain, String name) {
    TreeMap<Integer, OperatorFactory> versions = factories.get(domain + ":" + name);
    return versions == null ? List.of() : List.copyOf(versions.keySet());
  }

  /** The names of all registered operators, as {@code domain:Name}, sorted. */
  public List<String> names() {
    return factories.keySet().stream().sorted().toList();
  }

  /** Makes the operator {@code id}, which must be registered. */
  public Operator create(OperatorId id, Attributes attributes) {
    return find(id.domain(), id.name(), id.version())
        .orElseThrow(() -> new IllegalStateException("operator " + id + " is not registered"))
        .factory()
        .create(attributes);
  }
}
