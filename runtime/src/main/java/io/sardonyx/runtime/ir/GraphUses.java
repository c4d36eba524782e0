package io.sardonyx.runtime.ir;

import java.util.ArrayList;
import java.util.List;

/** Who makes and who uses the values of a graph; for passes. Immutable. */
public final class GraphUses {

  private final Graph graph;
  private final Node[] producers;
  private final List<List<Node>> consumers;
  private final boolean[] isOutput;

  public GraphUses(Graph graph) {
    this.graph = graph;
    this.producers = new Node[graph.valueCount()];
    this.consumers = new ArrayList<>(graph.valueCount());
    this.isOutput = new boolean[graph.valueCount()];
    for (int v = 0; v < graph.valueCount(); v++) {
      consumers.add(new ArrayList<>(2));
    }
    for (Node node : graph.nodes()) {
      for (int v : node.outputs()) {
        if (v != Node.ABSENT) {
          producers[v] = node;
        }
      }
      for (int v : node.inputs()) {
        if (v != Node.ABSENT) {
          consumers.get(v).add(node);
        }
      }
    }
    graph.outputs().forEach(v -> isOutput[v] = true);
  }

  public Graph graph() {
    return graph;
  }

  /** The node that makes a value; null for inputs, constants and {@link Node#ABSENT}. */
  public Node producer(int value) {
    return value == Node.ABSENT ? null : producers[value];
  }

  /** The nodes that use a value, once for every use. */
  public List<Node> consumers(int value) {
    return consumers.get(value);
  }

  /** Whether a value is a result of the graph. */
  public boolean isOutput(int value) {
    return isOutput[value];
  }

  /** The only node that uses a value, if there is just one use and it is no result; else null. */
  public Node onlyConsumer(int value) {
    return !isOutput[value] && consumers.get(value).size() == 1
        ? consumers.get(value).getFirst()
        : null;
  }

  /** The only number in a constant float tensor of one element; null if it is anything else. */
  public Float constantScalar(int value) {
    Constant constant = graph.constant(value);
    if (constant == null
        || constant.type().elementType() != io.sardonyx.ElementType.FLOAT
        || constant.type().shape().elements() != 1) {
      return null;
    }
    return constant.tensor().floats()[0];
  }
}
