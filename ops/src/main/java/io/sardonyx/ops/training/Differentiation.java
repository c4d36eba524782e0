package io.sardonyx.ops.training;

import io.sardonyx.TensorType;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassContext;
import io.sardonyx.runtime.spi.NodeBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces the first Gradient of a graph by the nodes that compute its derivatives, in reverse
 * mode: from {@code y} back to {@code xs}, every node turns the derivatives by its outputs into
 * those by its inputs. A Gradient of a Gradient is replaced when this pass runs again.
 */
public final class Differentiation implements Pass {

  @Override
  public Graph run(Graph graph, PassContext context) {
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof Gradient gradient) {
        return gradient.isInPlace(node)
            ? differentiated(graph, node, gradient, context)
            : atPoint(graph, node, gradient);
      }
    }
    return graph;
  }

  /**
   * Lets the Gradient be taken of a second {@code y}, computed from the points that it is given.
   */
  private static Graph atPoint(Graph graph, Node node, Gradient gradient) {
    GraphEditor editor = new GraphEditor(graph);
    Map<Integer, Integer> moved = new HashMap<>();
    for (int i = 0; i < gradient.xs() + gradient.zs(); i++) {
      moved.put(gradient.named(node, i), gradient.point(node, i));
    }
    Set<Integer> leaves = Set.copyOf(moved.keySet());
    int y = gradient.y(node);
    Set<Integer> needed = needed(graph, y, leaves);
    for (Node n : graph.nodes()) {
      int[] outputs = n.outputs();
      int[] inputs = n.inputs();
      if (!contains(needed, outputs) || !contains(moved.keySet(), inputs)) {
        continue;
      }
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = moved.getOrDefault(inputs[i], inputs[i]);
      }
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i] != Node.ABSENT) {
          int copy = editor.addValue(graph.valueName(outputs[i]), graph.type(outputs[i]));
          moved.putIfAbsent(outputs[i], copy);
          outputs[i] = copy;
        }
      }
      editor.add(n.withValues(inputs, outputs));
    }
    int[] inputs = node.inputs();
    for (int i = 0; i < gradient.xs() + gradient.zs(); i++) {
      inputs[gradient.xs() + gradient.zs() + i] = gradient.point(node, i);
    }
    inputs[inputs.length - 1] = moved.getOrDefault(y, y);
    editor.replace(node, node.withValues(inputs, node.outputs()));
    return editor.build();
  }

  private static Graph differentiated(
      Graph graph, Node node, Gradient gradient, PassContext context) {
    GraphEditor editor = new GraphEditor(graph);
    Backward b = new Backward(graph, editor, context.registry(), node.name());
    Set<Integer> leaves = new HashSet<>();
    for (int i = 0; i < gradient.xs() + gradient.zs(); i++) {
      leaves.add(gradient.named(node, i));
    }
    int y = gradient.y(node);
    if (!isFloat(graph, y)) {
      throw node.error("cannot differentiate '%s', which holds no floats", graph.valueName(y));
    }
    Set<Integer> needed = needed(graph, y, leaves);
    Set<Integer> active = new HashSet<>();
    for (int i = 0; i < gradient.xs(); i++) {
      active.add(gradient.named(node, i));
    }
    for (Node n : graph.nodes()) {
      for (int v : n.outputs()) {
        if (needed.contains(v)
            && !leaves.contains(v)
            && isFloat(graph, v)
            && contains(active, n.inputs())) {
          active.add(v);
        }
      }
    }
    Map<Integer, Integer> derivatives = new HashMap<>();
    if (active.contains(y)) {
      derivatives.put(y, b.filled(1, y));
    }
    List<Node> nodes = graph.nodes();
    for (int k = nodes.size() - 1; k >= 0; k--) {
      propagate(nodes.get(k), node, b, leaves, active, derivatives);
    }
    editor.remove(node);
    for (int i = 0; i < node.outputCount(); i++) {
      if (node.output(i) != Node.ABSENT) {
        int x = gradient.named(node, i);
        Integer found = derivatives.get(x);
        editor.redirect(node.output(i), found != null ? found : b.filled(0, x));
      }
    }
    return editor.build();
  }

  private static void propagate(
      Node n,
      Node gradient,
      Backward b,
      Set<Integer> leaves,
      Set<Integer> active,
      Map<Integer, Integer> derivatives) {
    int[] dy = n.outputs();
    boolean any = false;
    for (int i = 0; i < dy.length; i++) {
      Integer found = leaves.contains(dy[i]) ? null : derivatives.get(dy[i]);
      dy[i] = found == null ? NodeBuilder.ABSENT : found;
      any |= found != null;
    }
    if (!any || !contains(active, n.inputs())) {
      return;
    }
    Derivatives.Rule rule = n.op().domain().isEmpty() ? Derivatives.RULES.get(n.op().name()) : null;
    if (n.op().domain().equals(SumToShape.ID.domain()) && n.op().name().equals("SumToShape")) {
      rule = (x, m) -> new int[] {x.broadcast(x.dy(0), m.input(0))};
    }
    if (rule == null) {
      throw gradient.error(
          "the way to y leads through %s, whose derivative is not known; known are %s",
          n, Gradient.supported());
    }
    int[] dx = rule.apply(b.at(n, dy, active), n);
    for (int i = 0; i < dx.length; i++) {
      if (dx[i] != NodeBuilder.ABSENT && active.contains(n.input(i))) {
        derivatives.merge(n.input(i), dx[i], (p, q) -> b.op("Add", p, q));
      }
    }
  }

  /** The values that {@code y} is computed from, itself included, back to the leaves. */
  private static Set<Integer> needed(Graph graph, int y, Set<Integer> leaves) {
    Set<Integer> needed = new HashSet<>();
    needed.add(y);
    List<Node> nodes = graph.nodes();
    for (int k = nodes.size() - 1; k >= 0; k--) {
      for (int v : nodes.get(k).outputs()) {
        if (needed.contains(v) && !leaves.contains(v)) {
          for (int in : nodes.get(k).inputs()) {
            needed.add(in);
          }
        }
      }
    }
    needed.remove(Node.ABSENT);
    return needed;
  }

  private static boolean isFloat(Graph graph, int value) {
    return value != Node.ABSENT
        && graph.type(value) instanceof TensorType t
        && t.elementType().isFloat();
  }

  private static boolean contains(Set<Integer> set, int[] values) {
    for (int v : values) {
      if (v != Node.ABSENT && set.contains(v)) {
        return true;
      }
    }
    return false;
  }
}
