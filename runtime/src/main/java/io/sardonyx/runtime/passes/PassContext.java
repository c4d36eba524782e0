package io.sardonyx.runtime.passes;

import io.sardonyx.ModelOptions;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.registry.OperatorRegistry;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.OperatorId;

/**
 * What a pass may use apart from the graph.
 *
 * @param options the model's options
 * @param registry the operators, for nodes that the pass makes
 */
public record PassContext(ModelOptions options, OperatorRegistry registry) {

  /** A new node of a registered operator. */
  public Node node(String name, OperatorId op, Attributes attributes, int[] inputs, int[] outputs) {
    return Node.of(name, op, attributes, registry.create(op, attributes), inputs, outputs);
  }
}
