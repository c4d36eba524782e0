package io.sardonyx.ops.training;

import io.sardonyx.TensorType;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.GraphNodes;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.registry.OperatorRegistry;
import io.sardonyx.runtime.spi.Attributes;
import java.util.Map;
import java.util.Set;

/** Adds the nodes that compute derivatives; stands at one node of the graph at a time. */
final class Backward extends GraphNodes {

  private final Graph graph;
  private final GraphEditor editor;
  private final OperatorRegistry registry;
  private Node node;
  private int[] dy;
  private Set<Integer> active;

  Backward(Graph graph, GraphEditor editor, OperatorRegistry registry, String prefix) {
    super(editor, registry, prefix);
    this.graph = graph;
    this.editor = editor;
    this.registry = registry;
  }

  /**
   * Goes to a node.
   *
   * @param derivatives those by its outputs
   * @param wanted the values whose derivatives are asked for
   */
  Backward at(Node next, int[] derivatives, Set<Integer> wanted) {
    node = next;
    dy = derivatives;
    active = wanted;
    return this;
  }

  /** The derivative by output {@code i} of the node; ABSENT if y does not depend on it. */
  int dy(int i) {
    return i < dy.length ? dy[i] : ABSENT;
  }

  /** Whether the derivative by input {@code i} is asked for. */
  boolean wants(int i) {
    return node.hasInput(i) && active.contains(node.input(i));
  }

  /** The rank of input {@code i}. */
  int rank(int i) {
    return type(node.input(i)).shape().rank();
  }

  /** The type of a value that the graph had before; its rank is known. */
  TensorType type(int value) {
    if (graph.type(value) instanceof TensorType t && t.shape().isRanked()) {
      return t;
    }
    throw node.error("its derivative needs the rank of '%s'", graph.valueName(value));
  }

  /** The sum of {@code d} over what input {@code i} was broadcast along. */
  int unbroadcast(int d, int i) {
    if (!wants(i)) {
      return ABSENT;
    }
    TensorType x = graph.type(node.input(i)) instanceof TensorType t ? t : null;
    return x != null && x.isKnown() && x.equals(graph.type(node.output(0)))
        ? d
        : summed(d, node.input(i));
  }

  /** The sum of {@code d} over what a value of the shape of {@code x} is broadcast along. */
  int summed(int d, int x) {
    return node(SumToShape.ID.domain(), SumToShape.ID.name(), Map.of(), 1, d, x)[0];
  }

  /** {@code d} broadcast to the shape of {@code x}. */
  int broadcast(int d, int x) {
    return op("Expand", d, op("Shape", x));
  }

  /** A tensor of the type and shape of {@code like}, full of {@code value}. */
  int filled(double value, int like) {
    return broadcast(number(value, like), like);
  }

  /** {@code d} in the shape of {@code x}. */
  int shaped(int d, int x) {
    return op("Reshape", Map.of("allowzero", 1L), d, op("Shape", x));
  }

  /** The output of a node like {@code n}, with other attributes. */
  int same(Node n, Map<String, Object> attributes) {
    int made = editor.addValue(graph.valueName(n.output(0)), null);
    Attributes all = n.attributes();
    for (Map.Entry<String, Object> e : attributes.entrySet()) {
      all = all.with(e.getKey(), e.getValue());
    }
    editor.add(
        Node.of(n.name(), n.op(), all, registry.create(n.op(), all), n.inputs(), new int[] {made}));
    return made;
  }

  int add(int a, int b) {
    return op("Add", a, b);
  }

  int sub(int a, int b) {
    return op("Sub", a, b);
  }

  int mul(int a, int b) {
    return op("Mul", a, b);
  }

  int div(int a, int b) {
    return op("Div", a, b);
  }
}
