package io.sardonyx.runtime.plan;

import io.sardonyx.ModelOptions;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.inference.NodeInference;
import io.sardonyx.runtime.inference.ValueFacts;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** Computes what is known of a graph before any input is: the work behind constant folding. */
public final class GraphFolder {

  /**
   * Results beyond this many elements are not worth their memory; they are computed at every run.
   */
  private static final long MAX_ELEMENTS = 1L << 27;

  private GraphFolder() {}

  /**
   * The contents of all values that depend on constants and known shapes alone, for nodes of which
   * every output is known.
   */
  public static Map<Integer, Tensor> fold(Graph graph, ModelOptions options) {
    Program program = new Program(graph, options);
    ConstantEvaluator evaluator = new ConstantEvaluator(program);
    ValueFacts facts = new ValueFacts(graph);
    graph.inputs().forEach(v -> facts.setType(v, graph.type(v)));
    Map<Integer, Tensor> known = new LinkedHashMap<>();
    for (ProgramNode programNode : program.nodes()) {
      Node node = programNode.node();
      NodeInference.run(node, facts);
      boolean inferred = allKnown(node, facts);
      if (!inferred && ConstantEvaluator.canEvaluate(node, facts) && isAffordable(node, facts)) {
        evaluator.evaluate(programNode, facts);
      }
      if (allKnown(node, facts)) {
        for (int v : node.outputs()) {
          if (v != Node.ABSENT) {
            known.put(v, facts.value(v));
          }
        }
      }
    }
    return known;
  }

  private static boolean allKnown(Node node, ValueFacts facts) {
    for (int v : node.outputs()) {
      if (v != Node.ABSENT && !facts.isKnown(v)) {
        return false;
      }
    }
    return node.outputCount() > 0;
  }

  private static boolean isAffordable(Node node, ValueFacts facts) {
    for (int v : node.outputs()) {
      if (v != Node.ABSENT
          && facts.type(v) instanceof TensorType t
          && t.isKnown()
          && t.shape().elements() > MAX_ELEMENTS) {
        return false;
      }
    }
    return true;
  }
}
