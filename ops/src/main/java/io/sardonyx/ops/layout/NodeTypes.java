package io.sardonyx.ops.layout;

import io.sardonyx.Tensor;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.ir.NodeView;

/** What a typed graph knows of a node, as its operator sees it. */
final class NodeTypes extends NodeView {

  private final Graph graph;

  /**
   * @param graph the graph that the node is in
   */
  NodeTypes(Node node, Graph graph) {
    super(node);
    this.graph = graph;
  }

  @Override
  protected Graph graph() {
    return graph;
  }

  @Override
  public ValueType type(int i) {
    return graph.type(node.input(i));
  }

  @Override
  public Tensor value(int i) {
    return isConstant(i) ? graph.constant(node.input(i)).tensor() : null;
  }
}
