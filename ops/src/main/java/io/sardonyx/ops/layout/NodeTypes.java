package io.sardonyx.ops.layout;

import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.spi.NodeContext;

/**
 * What a typed graph knows of a node, as its operator sees it.
 *
 * @param node the node
 * @param graph the graph that it is in
 */
record NodeTypes(Node node, Graph graph) implements NodeContext {

  @Override
  public int inputCount() {
    return node.formalInputCount();
  }

  @Override
  public boolean hasInput(int i) {
    return node.hasInput(i);
  }

  @Override
  public ValueType type(int i) {
    return graph.type(node.input(i));
  }

  @Override
  public int outputCount() {
    return node.outputCount();
  }

  @Override
  public boolean hasOutput(int i) {
    return node.output(i) != Node.ABSENT;
  }

  @Override
  public boolean isConstant(int i) {
    return node.hasInput(i) && graph.constant(node.input(i)) != null;
  }

  @Override
  public Tensor value(int i) {
    return isConstant(i) ? graph.constant(node.input(i)).tensor() : null;
  }

  @Override
  public OnnxException error(String format, Object... args) {
    return node.error(format, args);
  }
}
