package io.sardonyx.runtime.passes;

import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.Node;
import java.util.BitSet;

/** Drops nodes whose outputs nobody uses. */
public final class DeadNodes implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    BitSet used = new BitSet(graph.valueCount());
    graph.outputs().forEach(used::set);
    GraphEditor editor = new GraphEditor(graph);
    boolean changed = false;
    for (Node node : graph.nodes().reversed()) {
      boolean needed = false;
      for (int v : node.outputs()) {
        needed |= v != Node.ABSENT && used.get(v);
      }
      if (!needed) {
        editor.remove(node);
        changed = true;
        continue;
      }
      for (int v : node.inputs()) {
        if (v != Node.ABSENT) {
          used.set(v);
        }
      }
    }
    return changed ? editor.build() : graph;
  }
}
