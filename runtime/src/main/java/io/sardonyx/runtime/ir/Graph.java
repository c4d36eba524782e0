package io.sardonyx.runtime.ir;

import io.sardonyx.ValueType;
import io.sardonyx.runtime.spi.Layout;
import java.util.List;

/**
 * A graph of operators: nodes in an order in which every value is made before it is used, and
 * values known by small integer ids. Names live on only for messages. Immutable; {@link
 * GraphEditor} makes changed copies.
 *
 * <p>A value is an input, a constant, or an output of exactly one node. The last {@link
 * #captures()} inputs of a subgraph are values of the graph around it.
 */
public final class Graph {

  /**
   * What is known of one value.
   *
   * @param name the name in the model's file; only for messages
   * @param type the type; null until it is inferred or declared
   * @param constant the contents, if the value is part of the model, else null
   * @param layout how it lies in memory
   */
  public record ValueEntry(String name, ValueType type, Constant constant, Layout layout) {

    ValueEntry withType(ValueType newType) {
      return new ValueEntry(name, newType, constant, layout);
    }

    ValueEntry withLayout(Layout newLayout) {
      return new ValueEntry(name, type, constant, newLayout);
    }
  }

  private final String name;
  private final List<ValueEntry> values;
  private final List<Node> nodes;
  private final List<Integer> inputs;
  private final List<Integer> outputs;
  private final List<String> outputNames;
  private final int captures;

  Graph(
      String name,
      List<ValueEntry> values,
      List<Node> nodes,
      List<Integer> inputs,
      List<Integer> outputs,
      List<String> outputNames,
      int captures) {
    this.name = name;
    this.values = List.copyOf(values);
    this.nodes = List.copyOf(nodes);
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.outputNames = List.copyOf(outputNames);
    this.captures = captures;
  }

  public String name() {
    return name;
  }

  /** Number of values; their ids are 0 to this minus one. */
  public int valueCount() {
    return values.size();
  }

  public String valueName(int value) {
    return values.get(value).name();
  }

  /** The value's type; null before types are inferred, and for {@link Node#ABSENT}. */
  public ValueType type(int value) {
    return value == Node.ABSENT ? null : values.get(value).type();
  }

  /** The value's contents if it is a constant, else null. */
  public Constant constant(int value) {
    return value == Node.ABSENT ? null : values.get(value).constant();
  }

  public Layout layout(int value) {
    return values.get(value).layout();
  }

  List<ValueEntry> values() {
    return values;
  }

  /** The nodes, in an order in which they can run. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The values of the inputs, captured ones last. */
  public List<Integer> inputs() {
    return inputs;
  }

  /** The values of the outputs; one value may be several outputs. */
  public List<Integer> outputs() {
    return outputs;
  }

  /** The names by which the outputs are known outside. */
  public List<String> outputNames() {
    return outputNames;
  }

  /** Number of inputs that are values of the graph around this one. */
  public int captures() {
    return captures;
  }

  /** Number of inputs without the captured ones. */
  public int formalInputCount() {
    return inputs.size() - captures;
  }

  /** This graph with these types, one for each value. */
  public Graph withTypes(List<ValueType> types) {
    List<ValueEntry> typed = new java.util.ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      typed.add(values.get(i).withType(types.get(i)));
    }
    return new Graph(name, typed, nodes, inputs, outputs, outputNames, captures);
  }

  /** This graph with other nodes that have the same inputs and outputs. */
  public Graph withNodes(List<Node> changed) {
    return new Graph(name, values, changed, inputs, outputs, outputNames, captures);
  }

  @Override
  public String toString() {
    return new GraphPrinter().print(this);
  }
}
