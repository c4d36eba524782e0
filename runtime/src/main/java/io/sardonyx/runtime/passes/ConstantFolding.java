package io.sardonyx.runtime.passes;

import io.sardonyx.Tensor;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.plan.GraphFolder;
import java.util.Map;

/**
 * Computes nodes whose inputs are constants, and those whose outputs follow from known shapes, once
 * at load.
 */
public final class ConstantFolding implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    Map<Integer, Tensor> known = GraphFolder.fold(graph, context.options());
    if (known.isEmpty()) {
      return graph;
    }
    GraphEditor editor = new GraphEditor(graph);
    for (Node node : graph.nodes()) {
      if (node.outputCount() > 0 && known.containsKey(firstOutput(node))) {
        editor.remove(node);
      }
    }
    known.forEach(editor::setConstant);
    return editor.build();
  }

  private static int firstOutput(Node node) {
    int i = 0;
    while (node.output(i) == Node.ABSENT) {
      i++;
    }
    return node.output(i);
  }
}
