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
 * each, in a fixed order, and infers types anew after each that changed something. The lowering
 * ones come first and are no option: they leave only operators that can run.
 */
public final class Optimizer {

  /** Holds the passes on the class and module path. */
  private static final class Standard {
    static final Optimizer OPTIMIZER =
        new Optimizer(ServiceLoader.load(PassProvider.class, Optimizer.class.getClassLoader()));
  }

  private final List<Pass> lowerings = new ArrayList<>();
  private final List<Pass> passes = new ArrayList<>();

  /** An optimizer with the general passes and those of the providers. */
  public Optimizer(Iterable<PassProvider> providers) {
    lowerings.add(new ExpandFunctions());
    providers.forEach(p -> lowerings.addAll(p.lowerings()));
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

  /**
   * The graph without operators that nothing can run: functions are replaced by their bodies.
   * Typed.
   */
  public Graph lower(Graph typed, PassContext context) {
    Graph before = null;
    Graph graph = typed;
    while (graph != before) {
      before = graph;
      graph = run(lowerings, graph, context);
    }
    return graph;
  }

  /** The optimised graph; typed. */
  public Graph optimize(Graph typed, PassContext context) {
    return run(passes, typed, context);
  }

  private static Graph run(List<Pass> passes, Graph typed, PassContext context) {
    Graph graph = runOnSubgraphs(passes, typed, context);
    for (Pass pass : passes) {
      Graph changed = pass.run(graph, context);
      if (changed != graph) {
        graph = TypeInference.infer(changed);
      }
    }
    return graph;
  }

  private static Graph runOnSubgraphs(List<Pass> passes, Graph graph, PassContext context) {
    if (graph.nodes().stream().allMatch(n -> n.subgraphs().isEmpty())) {
      return graph;
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Map<String, Graph> changed = new HashMap<>();
      node.subgraphs().forEach((name, body) -> changed.put(name, run(passes, body, context)));
      nodes.add(changed.equals(node.subgraphs()) ? node : node.withSubgraphs(changed));
    }
    return nodes.equals(graph.nodes()) ? graph : graph.withNodes(nodes);
  }
}
