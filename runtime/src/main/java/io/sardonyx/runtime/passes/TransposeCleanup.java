package io.sardonyx.runtime.passes;

import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.Node;
import java.util.HashMap;
import java.util.Map;

/** Joins transposes that follow each other, and removes those that change nothing. */
public final class TransposeCleanup implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    GraphEditor editor = new GraphEditor(graph);
    boolean changed = false;
    /* For every output of a transpose what it is a transpose of, after the joins so far. */
    Map<Integer, Node> transposes = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (!node.is("Transpose") || !node.attributes().has("perm")) {
        continue;
      }
      Node current = node;
      Node inner = transposes.get(node.input(0));
      if (inner != null) {
        current = joined(inner, node, context);
        editor.replace(node, current);
        changed = true;
      }
      if (isIdentity(current.attributes().integers("perm"))) {
        editor.remove(current);
        editor.redirect(current.output(0), current.input(0));
        changed = true;
      } else {
        transposes.put(current.output(0), current);
      }
    }
    return changed ? editor.build() : graph;
  }

  private static Node joined(Node inner, Node outer, PassContext context) {
    long[] first = inner.attributes().integers("perm");
    long[] second = outer.attributes().integers("perm");
    long[] perm = new long[second.length];
    for (int i = 0; i < perm.length; i++) {
      perm[i] = first[(int) second[i]];
    }
    return context.node(
        outer.name(),
        outer.op(),
        outer.attributes().with("perm", perm),
        new int[] {inner.input(0)},
        outer.outputs());
  }

  private static boolean isIdentity(long[] perm) {
    for (int i = 0; i < perm.length; i++) {
      if (perm[i] != i) {
        return false;
      }
    }
    return true;
  }
}
