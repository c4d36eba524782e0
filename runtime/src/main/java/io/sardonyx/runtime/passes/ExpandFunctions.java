package io.sardonyx.runtime.passes;

import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.spi.FunctionOperator;
import java.util.Arrays;

/** Replaces every node whose operator is a function by the body that its inference made. */
public final class ExpandFunctions implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    GraphEditor editor = new GraphEditor(graph);
    boolean changed = false;
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof FunctionOperator && node.subgraphs().containsKey(Node.BODY)) {
        expand(node, run(node.subgraphs().get(Node.BODY), context), editor);
        changed = true;
      }
    }
    return changed ? editor.build() : graph;
  }

  private static void expand(Node node, Graph body, GraphEditor editor) {
    editor.remove(node);
    int[] values = new int[body.valueCount()];
    Arrays.fill(values, Node.ABSENT);
    int next = 0;
    for (int i = 0; i < node.formalInputCount(); i++) {
      if (node.hasInput(i)) {
        values[body.inputs().get(next++)] = node.input(i);
      }
    }
    for (int v = 0; v < values.length; v++) {
      if (body.constant(v) != null) {
        values[v] = editor.addConstant(body.valueName(v), body.constant(v));
      } else if (values[v] == Node.ABSENT) {
        values[v] = editor.addValue(body.valueName(v), body.type(v));
      }
    }
    for (Node inner : body.nodes()) {
      editor.add(inner.withValues(mapped(inner.inputs(), values), mapped(inner.outputs(), values)));
    }
    next = 0;
    for (int v : node.outputs()) {
      if (v != Node.ABSENT) {
        editor.redirect(v, values[body.outputs().get(next++)]);
      }
    }
  }

  private static int[] mapped(int[] ids, int[] values) {
    return Arrays.stream(ids).map(v -> v == Node.ABSENT ? v : values[v]).toArray();
  }
}
