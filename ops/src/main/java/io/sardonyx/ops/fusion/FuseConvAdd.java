package io.sardonyx.ops.fusion;

import io.sardonyx.ElementType;
import io.sardonyx.TensorType;
import io.sardonyx.ops.nn.Conv;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.GraphUses;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Lets a convolution add the other operand of an addition that follows it, as at the end of a
 * residual block. Where both operands are convolutions, the later one does.
 */
public final class FuseConvAdd implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    GraphUses uses = new GraphUses(graph);
    GraphEditor editor = new GraphEditor(graph);
    Map<Node, Integer> order = new HashMap<>();
    graph.nodes().forEach(n -> order.put(n, order.size()));
    Set<Node> fused = new HashSet<>();
    for (Node add : graph.nodes()) {
      if (!add.is("Add") || add.op().version() < 7 || !sameShapes(graph, add)) {
        continue;
      }
      int side = side(uses, add, order, fused);
      if (side < 0) {
        continue;
      }
      Node conv = uses.producer(add.input(side));
      int bias = conv.hasInput(2) ? conv.input(2) : Node.ABSENT;
      editor.remove(add);
      editor.replace(
          conv,
          context.node(
              conv.name(),
              Conv.FUSED,
              conv.attributes(),
              new int[] {conv.input(0), conv.input(1), bias, add.input(1 - side)},
              add.outputs()));
      fused.add(conv);
    }
    return fused.isEmpty() ? graph : editor.build();
  }

  private static boolean sameShapes(Graph graph, Node add) {
    return add.input(0) != add.input(1)
        && graph.type(add.input(0)) instanceof TensorType a
        && graph.type(add.input(1)) instanceof TensorType b
        && a.elementType() == ElementType.FLOAT
        && a.shape().isRanked()
        && a.equals(b)
        && a.shape().dims().stream().allMatch(d -> d.isKnown() || d.isSymbol());
  }

  /** Which operand is a convolution that may take the other one; -1 if none. */
  private static int side(GraphUses uses, Node add, Map<Node, Integer> order, Set<Node> fused) {
    int best = -1;
    for (int side = 0; side < 2; side++) {
      Node conv = uses.producer(add.input(side));
      Node other = uses.producer(add.input(1 - side));
      boolean fits =
          conv != null
              && conv.is("Conv")
              && !fused.contains(conv)
              && uses.onlyConsumer(add.input(side)) == add
              && (other == null
                  || order.get(other) < order.get(conv)
                  || !dependsOn(uses, other, conv, order));
      if (fits && (best < 0 || order.get(conv) > order.get(uses.producer(add.input(best))))) {
        best = side;
      }
    }
    return best;
  }

  /** Whether {@code node} uses, directly or not, what {@code earlier} makes. */
  private static boolean dependsOn(
      GraphUses uses, Node node, Node earlier, Map<Node, Integer> order) {
    Set<Node> seen = new HashSet<>();
    java.util.ArrayDeque<Node> open = new java.util.ArrayDeque<>();
    open.add(node);
    while (!open.isEmpty()) {
      Node n = open.poll();
      if (n == earlier) {
        return true;
      }
      for (int v : n.inputs()) {
        Node producer = uses.producer(v);
        if (producer != null && order.get(producer) >= order.get(earlier) && seen.add(producer)) {
          open.add(producer);
        }
      }
    }
    return false;
  }
}
