package io.sardonyx.runtime.passes;

import io.sardonyx.runtime.ir.Graph;

/**
 * One optimisation: a single sweep over a typed graph. Stateless; subgraphs are not its business.
 */
public interface Pass {

  /** The pass's name, for {@code inspect} and messages. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** The changed graph, or {@code graph} itself if nothing was to be done. */
  Graph run(Graph graph, PassContext context);
}
