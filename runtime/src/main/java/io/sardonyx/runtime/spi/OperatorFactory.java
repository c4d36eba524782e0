package io.sardonyx.runtime.spi;

/** Makes the operator of a node from the node's attributes; usually a constructor reference. */
@FunctionalInterface
public interface OperatorFactory {

  /** Reads what the operator needs; throws an OnnxException if an attribute is wrong. */
  Operator create(Attributes attributes);
}
