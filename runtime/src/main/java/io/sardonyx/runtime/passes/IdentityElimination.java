package io.sardonyx.runtime.passes;

import io.sardonyx.ElementType;
import io.sardonyx.TensorType;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.ir.Constant;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.Node;

/** Removes nodes that pass their first input through unchanged. */
public final class IdentityElimination implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    GraphEditor editor = new GraphEditor(graph);
    boolean changed = false;
    for (Node node : graph.nodes()) {
      if (passesThrough(node, graph)) {
        editor.redirect(node.output(0), node.input(0));
        editor.remove(node);
        changed = true;
      }
    }
    return changed ? editor.build() : graph;
  }

  private static boolean passesThrough(Node node, Graph graph) {
    if (!node.op().domain().isEmpty() || node.outputCount() != 1 || !node.hasInput(0)) {
      return false;
    }
    return switch (node.op().name()) {
      case "Identity" -> true;
      case "Dropout" -> isInference(node, graph);
      case "Cast" -> isSameType(node, graph);
      case "Concat", "Sum", "Mean", "Max", "Min" -> node.formalInputCount() == 1;
      case "Reshape", "Flatten", "Expand", "Squeeze", "Unsqueeze", "Tile" ->
          isSameKnownShape(node, graph);
      default -> false;
    };
  }

  private static boolean isInference(Node node, Graph graph) {
    if (node.op().version() < 12) {
      return node.op().version() >= 7 || node.attributes().flag("is_test");
    }
    if (!node.hasInput(2)) {
      return true;
    }
    Constant training = graph.constant(node.input(2));
    return training != null && training.tensor().bytes()[0] == 0;
  }

  private static boolean isSameType(Node node, Graph graph) {
    return graph.type(node.input(0)) instanceof TensorType in
        && graph.type(node.output(0)) instanceof TensorType out
        && in.elementType() == out.elementType()
        && in.elementType() != ElementType.STRING;
  }

  private static boolean isSameKnownShape(Node node, Graph graph) {
    ValueType in = graph.type(node.input(0));
    ValueType out = graph.type(node.output(0));
    return in != null && in.isKnown() && in.equals(out);
  }
}
