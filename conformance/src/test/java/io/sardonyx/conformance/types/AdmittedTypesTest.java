package io.sardonyx.conformance.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.OnnxException;
import io.sardonyx.conformance.ReferenceCase;
import io.sardonyx.conformance.ReferenceData;
import io.sardonyx.runtime.registry.OperatorSchema;
import io.sardonyx.runtime.registry.SchemaCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every operator must take every type that its schema admits, in every version: ONNX's reference
 * cases of one node, and some more, are run with their inputs turned into each of these types. A
 * version counts if the case runs in it as it is.
 */
class AdmittedTypesTest {

  /**
   * What the cases' attributes or the operators' definitions rule out, by combinations' beginnings.
   */
  private static final Map<String, String> RULED_OUT =
      Map.of(
          "BitCast-26 T1=", "the case's attribute 'to' asks for a width that the type lacks",
          "Col2Im-18 T=string", "strings cannot be added",
          "DequantizeLinear-24 T2=float8e8m0", "the scale's type is no type of outputs",
          "DequantizeLinear-25 T2=float8e8m0", "the scale's type is no type of outputs",
          "TfIdfVectorizer-9 T=string", "the case's attribute is a pool of integers",
          "ai.onnx.ml:LabelEncoder-", "the case's labels are no numbers");

  /** An operator version, a type parameter, and a type for it. */
  private record Combination(String operator, int version, String parameter, ElementType type)
      implements Comparable<Combination> {

    @Override
    public int compareTo(Combination other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return "%s-%d %s=%s".formatted(operator, version, parameter, type.onnxName());
    }
  }

  @Test
  void areTaken() throws IOException {
    Assumptions.assumeTrue(ReferenceData.folder().isPresent(), ReferenceData.HOW_TO_GET);
    Map<String, List<OperatorSchema>> versions =
        SchemaCatalog.standard().all().stream()
            .collect(Collectors.groupingBy(s -> s.domain() + ":" + s.name()));
    Map<Combination, String> verdicts = new TreeMap<>();
    List<Retyped> cases = new ArrayList<>(OtherCases.all());
    for (Path group : ReferenceData.groups()) {
      for (ReferenceCase test : ReferenceCase.find(group)) {
        Optional<Retyped> retyped = test.dataSets().isEmpty() ? Optional.empty() : read(test);
        retyped.ifPresent(cases::add);
      }
    }
    for (Retyped test : cases) {
      String name = test.domain() + ":" + test.node().getOpType();
      for (OperatorSchema schema : versions.getOrDefault(name, List.of())) {
        check(test, schema, verdicts);
      }
    }
    List<String> refused = new ArrayList<>();
    verdicts.forEach((c, v) -> {
      boolean isRuledOut = RULED_OUT.keySet().stream().anyMatch(c.toString()::startsWith);
      if (!v.isEmpty() && !isRuledOut) {
        refused.add(c + ": " + v);
      }
    });
    System.out.printf("%d combinations of operator, version and type were run%n", verdicts.size());
    assertThat(refused).isEmpty();
  }

  private static Optional<Retyped> read(ReferenceCase test) throws IOException {
    try {
      return Retyped.of(test);
    } catch (OnnxException e) {
      return Optional.empty();
    }
  }

  private static void check(
      Retyped test, OperatorSchema schema, Map<Combination, String> verdicts) {
    String operator = (schema.domain().isEmpty() ? "" : schema.domain() + ":") + schema.name();
    for (String parameter : schema.constraints().keySet()) {
      Optional<ElementType> own = test.type(schema, parameter);
      List<ElementType> open =
          Stream.of(ElementType.values())
              .filter(
                  t -> schema.constraints().get(parameter).contains("tensor(" + t.onnxName() + ")"))
              .filter(t -> {
                Combination c = new Combination(operator, schema.sinceVersion(), parameter, t);
                return !verdicts.getOrDefault(c, "untried").isEmpty();
              })
              .toList();
      if (own.isEmpty()
          || open.isEmpty()
          || !outcome(test, schema, parameter, own.get()).isEmpty()) {
        continue;
      }
      for (ElementType type : open) {
        Combination c = new Combination(operator, schema.sinceVersion(), parameter, type);
        String outcome = outcome(test, schema, parameter, type);
        verdicts.merge(c, outcome, (a, b) -> a.isEmpty() ? a : b);
      }
    }
  }

  /** Nothing if it runs, else why not. */
  private static String outcome(
      Retyped test, OperatorSchema schema, String parameter, ElementType type) {
    try {
      test.run(schema, parameter, type);
      return "";
    } catch (RuntimeException e) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }
}
