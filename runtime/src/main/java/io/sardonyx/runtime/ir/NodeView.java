package io.sardonyx.runtime.ir;

import io.sardonyx.InvalidModelException;
import io.sardonyx.OnnxException;
import io.sardonyx.runtime.spi.NodeContext;

/** What a node of a graph says to its operator, whoever knows the types of its values. */
public abstract class NodeView implements NodeContext {

  /** The node. */
  protected final Node node;

  /** A view of a node. */
  protected NodeView(Node node) {
    this.node = node;
  }

  /** The graph that the node is in. */
  protected abstract Graph graph();

  @Override
  public final int inputCount() {
    return node.formalInputCount();
  }

  @Override
  public final boolean hasInput(int i) {
    return node.hasInput(i);
  }

  @Override
  public final int outputCount() {
    return node.outputCount();
  }

  @Override
  public final boolean hasOutput(int i) {
    return node.output(i) != Node.ABSENT;
  }

  @Override
  public final boolean isConstant(int i) {
    return node.hasInput(i) && graph().constant(node.input(i)) != null;
  }

  @Override
  public final boolean hasSubgraph(String attribute) {
    return node.subgraphs().containsKey(attribute);
  }

  @Override
  public final OnnxException error(String format, Object... args) {
    return new InvalidModelException(node.label() + ": " + String.format(format, args));
  }
}
