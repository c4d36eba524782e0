package io.sardonyx.runtime.passes;

import io.sardonyx.runtime.inference.TypeInference;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Third arrow of the pipeline: runs the passes over a typed graph and its subgraphs, one sweep
 * each, in a fixed order, and infers types anew after each that changed something.
 */
public final class Optimizer {

  /** Holds the passes on the class and module path. */
  private static final class Standard {
    static final Optimizer OPTIMIZER =
        new Optimizer(ServiceLoader.load(PassProvider.class, Optimizer.class.getClassLoader()));
  }

  private final List<Pass> passes = new ArrayList<>();

  /** An optimizer with the general passes and those of the providers. */
  public Optimizer(Iterable<PassProvider> providers) {
    List<Pass> cleanup =
        List.of(
            new ConstantFolding(),
            new IdentityElimination(),
            new TransposeCleanup(),
            new ReshapeCleanup(),
            new CommonSubexpressions(),
            new DeadNodes());
    passes.addAll(cleanup);
    providers.forEach(p -> passes.addAll(p.fusions()));
    passes.addAll(cleanup);
    providers.forEach(p -> passes.addAll(p.layouts()));
    passes.add(new DeadNodes());
  }

  /** The optimizer with every pass that the service loader finds. */
  public static Optimizer standard() {
    return Standard.OPTIMIZER;
  }

  /** The passes, in order. */
  public List<Pass> passes() {
    return List.copyOf(passes);
  }

  /** The optimised graph; typed. */
  public Graph optimize(Graph typed, PassContext context) {
    Graph graph = optimizeSubgraphs(typed, context);
    for (Pass pass : passes) {
      Graph changed = pass.run(graph, context);
      if (changed != graph) {
        graph = TypeInference.infer(changed);
      }
    }
    return graph;
  }

  private Graph optimizeSubgraphs(Graph graph, PassContext context) {
    if (graph.nodes().stream().allMatch(n -> n.subgraphs().isEmpty())) {
      return graph;
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Map<String, Graph> optimized = new HashMap<>();
      node.subgraphs().forEach((name, body) -> optimized.put(name, optimize(body, context)));
      nodes.add(optimized.isEmpty() ? node : node.withSubgraphs(optimized));
    }
    return graph.withNodes(nodes);
  }
}
