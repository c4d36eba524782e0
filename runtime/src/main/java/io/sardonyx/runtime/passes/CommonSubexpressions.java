package io.sardonyx.runtime.passes;

import io.sardonyx.Tensor;
import io.sardonyx.runtime.ir.Constant;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.OperatorId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets nodes that compute the same thing share one result; small equal constants likewise. */
public final class CommonSubexpressions implements Pass {

  private static final long MAX_COMPARED_ELEMENTS = 64;

  private record Key(OperatorId op, Attributes attributes, List<Integer> inputs, int outputs) {}

  private record ConstantKey(Tensor tensor) {
    @Override
    public boolean equals(Object o) {
      return o instanceof ConstantKey(Tensor other) && tensor.contentEquals(other);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(tensor.shape()) + tensor.elementType().ordinal();
    }
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    GraphEditor editor = new GraphEditor(graph);
    boolean changed = shareConstants(graph, editor);
    Map<Key, Node> seen = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (!node.operator().isPure() || !node.subgraphs().isEmpty()) {
        continue;
      }
      List<Integer> inputs =
          Arrays.stream(node.inputs())
              .map(v -> v == Node.ABSENT ? v : editor.current(v))
              .boxed()
              .toList();
      Node twin =
          seen.putIfAbsent(new Key(node.op(), node.attributes(), inputs, node.outputCount()), node);
      if (twin == null || !sameOutputs(node, twin)) {
        continue;
      }
      for (int i = 0; i < node.outputCount(); i++) {
        if (node.output(i) != Node.ABSENT) {
          editor.redirect(node.output(i), twin.output(i));
        }
      }
      editor.remove(node);
      changed = true;
    }
    return changed ? editor.build() : graph;
  }

  private static boolean sameOutputs(Node node, Node twin) {
    for (int i = 0; i < node.outputCount(); i++) {
      if ((node.output(i) == Node.ABSENT) != (twin.output(i) == Node.ABSENT)) {
        return false;
      }
    }
    return true;
  }

  private static boolean shareConstants(Graph graph, GraphEditor editor) {
    Map<ConstantKey, Integer> seen = new HashMap<>();
    boolean changed = false;
    for (int v = 0; v < graph.valueCount(); v++) {
      Constant constant = graph.constant(v);
      if (constant == null || constant.type().shape().elements() > MAX_COMPARED_ELEMENTS) {
        continue;
      }
      Integer twin = seen.putIfAbsent(new ConstantKey(constant.tensor()), v);
      if (twin != null) {
        editor.redirect(v, twin);
        changed = true;
      }
    }
    return changed;
  }
}
