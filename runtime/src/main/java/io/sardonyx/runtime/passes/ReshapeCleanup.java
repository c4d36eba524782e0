package io.sardonyx.runtime.passes;

import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Lets a reshape whose result's shape is known read what the reshapes before it read: only the last
 * shape counts.
 */
public final class ReshapeCleanup implements Pass {

  private static final Set<String> RESHAPES = Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");

  @Override
  public Graph run(Graph graph, PassContext context) {
    GraphEditor editor = new GraphEditor(graph);
    boolean changed = false;
    Map<Integer, Integer> sources = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (!node.op().domain().isEmpty() || !RESHAPES.contains(node.op().name())) {
        continue;
      }
      Integer source = sources.getOrDefault(node.input(0), node.input(0));
      if (source != node.input(0)
          && node.is("Reshape")
          && graph.type(node.output(0)).isKnown()
          && graph.constant(node.input(1)) != null
          && isAbsolute(graph.constant(node.input(1)).tensor().longs())) {
        int[] inputs = node.inputs();
        inputs[0] = source;
        editor.replace(node, node.withValues(inputs, node.outputs()));
        changed = true;
      }
      sources.put(node.output(0), source);
    }
    return changed ? editor.build() : graph;
  }

  /** Whether the target does not copy dimensions of the input, which would be another one's. */
  private static boolean isAbsolute(long[] target) {
    for (long size : target) {
      if (size == 0) {
        return false;
      }
    }
    return true;
  }
}
