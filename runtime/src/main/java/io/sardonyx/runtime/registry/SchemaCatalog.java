package io.sardonyx.runtime.registry;

import io.sardonyx.runtime.registry.OperatorSchema.Attribute;
import io.sardonyx.runtime.registry.OperatorSchema.Kind;
import io.sardonyx.runtime.registry.OperatorSchema.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The schemas of all operators of the ONNX specification in all versions, from the resource that
 * {@code tools/schemas/generate.py} writes (its head describes the format), and those of the domain
 * {@code com.microsoft}. A schema is read when it is first asked for. Thread-safe.
 */
public final class SchemaCatalog {

  private static final List<String> RESOURCES =
      List.of("onnx-schemas.txt", "microsoft-schemas.txt");

  /** Holds the one catalog of the specification, which never changes. */
  private static final class Standard {
    static final SchemaCatalog CATALOG =
        new SchemaCatalog(
            RESOURCES.stream().map(SchemaCatalog::resource).collect(Collectors.joining("\n")));
  }

  private final String[] lines;
  private final Map<Integer, Set<String>> typeSets = new HashMap<>();

  /** For every domain and name, by version, the line at which the schema starts. */
  private final Map<String, TreeMap<Integer, Integer>> index = new LinkedHashMap<>();

  private final Map<String, Integer> newestVersions = new HashMap<>();
  private final Map<Integer, OperatorSchema> read = new ConcurrentHashMap<>();

  SchemaCatalog(String text) {
    lines = text.split("\n");
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].startsWith("op ")) {
        String[] words = lines[i].split(" ");
        String domain = words[1].equals("ai.onnx") ? "" : words[1];
        int version = Integer.parseInt(words[3]);
        index.computeIfAbsent(domain + ":" + words[2], k -> new TreeMap<>()).put(version, i);
        newestVersions.merge(domain, version, Math::max);
      } else if (lines[i].startsWith("types ")) {
        String[] words = lines[i].split(" ");
        typeSets.put(
            Integer.parseInt(words[1]), Set.copyOf(List.of(words).subList(2, words.length)));
      }
    }
  }

  /** The catalog of the ONNX specification. */
  public static SchemaCatalog standard() {
    return Standard.CATALOG;
  }

  /**
   * The schema that holds for an operator in a version of its operator set.
   *
   * @param domain the domain; empty for ai.onnx
   */
  public Optional<OperatorSchema> find(String domain, String name, int opset) {
    TreeMap<Integer, Integer> versions = index.get(domain + ":" + name);
    Map.Entry<Integer, Integer> entry = versions == null ? null : versions.floorEntry(opset);
    return entry == null
        ? Optional.empty()
        : Optional.of(read.computeIfAbsent(entry.getValue(), this::read));
  }

  /**
   * The newest version of a domain's operator set; empty if the specification has no such domain.
   */
  public Optional<Integer> newestVersion(String domain) {
    return Optional.ofNullable(newestVersions.get(domain));
  }

  /** All schemas, in the order of the specification's change log. */
  public List<OperatorSchema> all() {
    List<OperatorSchema> all = new ArrayList<>();
    for (TreeMap<Integer, Integer> versions : index.values()) {
      for (int start : versions.values()) {
        all.add(read.computeIfAbsent(start, this::read));
      }
    }
    return all;
  }

  private OperatorSchema read(int start) {
    String[] head = lines[start].split(" ");
    int[] arity = new int[4];
    List<Parameter> inputs = new ArrayList<>();
    List<Parameter> outputs = new ArrayList<>();
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    Map<String, Set<String>> constraints = new LinkedHashMap<>();
    for (int i = start + 1; i < lines.length && !isEnd(lines[i]); i++) {
      String[] words = lines[i].split(" ", 5);
      switch (words[0]) {
        case "arity" -> {
          for (int k = 0; k < 4; k++) {
            arity[k] = Integer.parseInt(words[k + 1]);
          }
        }
        case "in" -> inputs.add(parameter(words));
        case "out" -> outputs.add(parameter(words));
        case "attr" -> attributes.put(words[1], attribute(words));
        case "where" -> constraints.put(words[1], typeSets.get(Integer.parseInt(words[2])));
        default -> throw new IllegalStateException("bad line in the schemas: " + lines[i]);
      }
    }
    return new OperatorSchema(
        head[1].equals("ai.onnx") ? "" : head[1],
        head[2],
        Integer.parseInt(head[3]),
        head.length > 4,
        arity[0],
        arity[1],
        arity[2],
        arity[3],
        List.copyOf(inputs),
        List.copyOf(outputs),
        Collections.unmodifiableMap(attributes),
        Collections.unmodifiableMap(constraints));
  }

  /** Whether a line belongs to no schema or begins the next. */
  private static boolean isEnd(String line) {
    return line.isEmpty()
        || line.startsWith("op ")
        || line.startsWith("types ")
        || line.startsWith("#");
  }

  private static Parameter parameter(String[] words) {
    String marks =
        words.length > 3 ? String.join(" ", List.of(words).subList(3, words.length)) : "";
    return new Parameter(
        words[1],
        words[2],
        marks.contains("optional"),
        marks.contains("variadic"),
        marks.contains("heterogeneous"));
  }

  private static Attribute attribute(String[] words) {
    Kind kind = Kind.valueOf(words[2].toUpperCase(Locale.ROOT));
    boolean hasDefault = words[3].equals("default");
    return new Attribute(
        words[1],
        kind,
        words[3].equals("required"),
        hasDefault ? value(kind, words.length > 4 ? words[4] : "") : null);
  }

  private static Object value(Kind kind, String text) {
    return switch (kind) {
      case INT -> Long.valueOf(text);
      case FLOAT -> Float.valueOf(text);
      case STRING -> text;
      case INTS -> List.of(text.split(",")).stream().mapToLong(Long::parseLong).toArray();
      case STRINGS -> List.of(text.split(","));
      default ->
          throw new IllegalStateException("no default for a schema's attribute of kind " + kind);
    };
  }

  private static String resource(String name) {
    try (InputStream in = SchemaCatalog.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
