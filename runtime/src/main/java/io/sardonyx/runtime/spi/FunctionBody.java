package io.sardonyx.runtime.spi;

/**
 * The body of a node whose operator is a {@link FunctionOperator}, while it is being made: nodes
 * that take the node's inputs and make its outputs.
 */
public interface FunctionBody extends NodeContext, NodeBuilder {

  /** The id of the node's input {@code i}; {@link #ABSENT} if it is omitted. */
  int input(int i);

  /** Makes a value the node's output {@code i}; ignored if nobody uses that output. */
  void output(int i, int value);
}
