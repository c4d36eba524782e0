package io.sardonyx.runtime.registry;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the ONNX specification says of one operator version: its inputs and outputs, attributes with
 * defaults, and the types that it admits.
 *
 * @param domain the operator set's domain; empty for ai.onnx
 * @param name the operator's name
 * @param sinceVersion the version of the operator set that introduced this one
 * @param deprecated whether the specification tells not to use it any more
 * @param minInputs fewest inputs
 * @param maxInputs most inputs; -1: any number
 * @param minOutputs fewest outputs
 * @param maxOutputs most outputs; -1: any number
 * @param inputs the formal inputs; the last may stand for many
 * @param outputs the formal outputs; the last may stand for many
 * @param attributes the attributes by name
 * @param constraints for every type parameter the types that it may stand for
 */
public record OperatorSchema(
    String domain,
    String name,
    int sinceVersion,
    boolean deprecated,
    int minInputs,
    int maxInputs,
    int minOutputs,
    int maxOutputs,
    List<Parameter> inputs,
    List<Parameter> outputs,
    Map<String, Attribute> attributes,
    Map<String, Set<String>> constraints) {

  /**
   * A formal input or output.
   *
   * @param name its name in the specification
   * @param type a type parameter, or types separated by {@code |}
   * @param optional whether it may be omitted
   * @param variadic whether it stands for any number of values
   * @param heterogeneous whether these values may differ in type
   */
  public record Parameter(
      String name, String type, boolean optional, boolean variadic, boolean heterogeneous) {}

  /** What kind of value an attribute has. */
  public enum Kind {
    INT,
    FLOAT,
    STRING,
    TENSOR,
    GRAPH,
    SPARSE_TENSOR,
    TYPE,
    INTS,
    FLOATS,
    STRINGS,
    TENSORS,
    GRAPHS,
    TYPES
  }

  /**
   * An attribute.
   *
   * @param name its name
   * @param kind what kind of value it has
   * @param required whether a node must give it
   * @param defaultValue the value if a node does not; null if there is none
   */
  public record Attribute(String name, Kind kind, boolean required, Object defaultValue) {}

  /** The formal input that actual input {@code i} belongs to; null if there is none. */
  public Parameter input(int i) {
    return parameter(inputs, i);
  }

  /** The formal output that actual output {@code i} belongs to; null if there is none. */
  public Parameter output(int i) {
    return parameter(outputs, i);
  }

  private static Parameter parameter(List<Parameter> formal, int i) {
    if (i < formal.size()) {
      return formal.get(i);
    }
    return !formal.isEmpty() && formal.getLast().variadic() ? formal.getLast() : null;
  }

  /** The types that a formal parameter admits, as ONNX writes them. */
  public Set<String> admittedTypes(Parameter parameter) {
    Set<String> types = constraints.get(parameter.type());
    return types != null ? types : Set.of(parameter.type().split("\\|"));
  }
}
