package io.sardonyx.runtime.ir;

import io.sardonyx.OnnxException;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.OperatorId;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One operator applied to values of a {@link Graph}, which it knows by their ids. Immutable.
 *
 * <p>What a node's subgraphs use of the graph around them are explicit inputs: the node's last
 * {@link #captures()} inputs, which each subgraph takes, in the same order, as its last inputs.
 */
public final class Node {

  /** The id of an input or output that is omitted. */
  public static final int ABSENT = -1;

  /** The name of the subgraph that is the body of a function's node, once it is inferred. */
  public static final String BODY = "body";

  private final String name;
  private final OperatorId op;
  private final Attributes attributes;
  private final Operator operator;
  private final int[] inputs;
  private final int[] outputs;
  private final Map<String, Graph> subgraphs;
  private final int captures;

  private Node(
      String name,
      OperatorId op,
      Attributes attributes,
      Operator operator,
      int[] inputs,
      int[] outputs,
      Map<String, Graph> subgraphs,
      int captures) {
    this.name = name;
    this.op = op;
    this.attributes = attributes;
    this.operator = operator;
    this.inputs = inputs;
    this.outputs = outputs;
    this.subgraphs = subgraphs;
    this.captures = captures;
  }

  /** A node without subgraphs. */
  public static Node of(
      String name,
      OperatorId op,
      Attributes attributes,
      Operator operator,
      int[] inputs,
      int[] outputs) {
    return new Node(name, op, attributes, operator, trimmed(inputs), trimmed(outputs), Map.of(), 0);
  }

  /** This node with subgraphs, and the outer values that they use as additional inputs. */
  public Node withSubgraphs(Map<String, Graph> graphs, int[] captured) {
    int[] formal = Arrays.copyOf(inputs, inputs.length - captures);
    int[] all = IntStream.concat(IntStream.of(formal), IntStream.of(captured)).toArray();
    return new Node(
        name,
        op,
        attributes,
        operator,
        all,
        outputs,
        Collections.unmodifiableMap(new TreeMap<>(graphs)),
        captured.length);
  }

  /** This node with the same captures and changed subgraphs. */
  public Node withSubgraphs(Map<String, Graph> graphs) {
    return new Node(
        name,
        op,
        attributes,
        operator,
        inputs,
        outputs,
        Collections.unmodifiableMap(new TreeMap<>(graphs)),
        captures);
  }

  /** This node with other inputs and outputs of the same number. */
  public Node withValues(int[] newInputs, int[] newOutputs) {
    return new Node(name, op, attributes, operator, newInputs, newOutputs, subgraphs, captures);
  }

  /** The name in the model's file, possibly empty; only for messages. */
  public String name() {
    return name;
  }

  public OperatorId op() {
    return op;
  }

  /** Whether this node is the operator of the default domain with this name. */
  public boolean is(String operatorName) {
    return op.is(operatorName);
  }

  public Attributes attributes() {
    return attributes;
  }

  public Operator operator() {
    return operator;
  }

  /** Number of inputs, captured ones included. */
  public int inputCount() {
    return inputs.length;
  }

  /** Number of inputs that the operator itself has. */
  public int formalInputCount() {
    return inputs.length - captures;
  }

  /** Number of values that the subgraphs use of the graph around them. */
  public int captures() {
    return captures;
  }

  /** The value of input {@code i}; {@link #ABSENT} if it is omitted or beyond the end. */
  public int input(int i) {
    return i < inputs.length ? inputs[i] : ABSENT;
  }

  public boolean hasInput(int i) {
    return i < formalInputCount() && inputs[i] != ABSENT;
  }

  public int outputCount() {
    return outputs.length;
  }

  /** The value of output {@code i}; {@link #ABSENT} if it is omitted or beyond the end. */
  public int output(int i) {
    return i < outputs.length ? outputs[i] : ABSENT;
  }

  /** The values of all inputs, captured ones included; a copy. */
  public int[] inputs() {
    return inputs.clone();
  }

  /** The values of all outputs; a copy. */
  public int[] outputs() {
    return outputs.clone();
  }

  /** The graph attributes, by name. */
  public Map<String, Graph> subgraphs() {
    return subgraphs;
  }

  /** As messages name a node: {@code node 'conv_12' (Conv-11)}. */
  public String label() {
    return "node '" + name + "' (" + op + ")";
  }

  /** An exception that names this node. */
  public OnnxException error(String format, Object... args) {
    return new OnnxException(label() + ": " + String.format(format, args));
  }

  @Override
  public String toString() {
    return label();
  }

  private static int[] trimmed(int[] values) {
    int length = values.length;
    while (length > 0 && values[length - 1] == ABSENT) {
      length--;
    }
    return Arrays.copyOf(values, length);
  }
}
