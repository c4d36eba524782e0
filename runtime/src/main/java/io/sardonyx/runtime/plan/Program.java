package io.sardonyx.runtime.plan;

import io.sardonyx.ModelOptions;
import io.sardonyx.Storage;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.exec.ExecutionFrame;
import io.sardonyx.runtime.exec.FramePool;
import io.sardonyx.runtime.exec.RunControl;
import io.sardonyx.runtime.exec.WorkerPool;
import io.sardonyx.runtime.inference.ValueFacts;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The frozen result of optimising a graph: its nodes with their packed constants, the plans made so
 * far, and idle frames. Shared by all threads. Slots 0 to the graph's number of values are the
 * values themselves; the rest is scratch memory.
 */
public final class Program {

  /** Plans kept for different signatures of input shapes. */
  private static final int MAX_PLANS = 64;

  private final Graph graph;
  private final ModelOptions options;
  private final List<ProgramNode> nodes;
  private final PlanCache plans = new PlanCache(MAX_PLANS);
  private final FramePool frames;
  private final Object planning = new Object();
  private final WeightArena weights;
  private volatile int slotCount;

  /** A program for a typed graph. */
  public Program(Graph graph, ModelOptions options) {
    this.graph = graph;
    this.options = options;
    this.slotCount = graph.valueCount();
    this.weights = new WeightArena(constantFloats(graph));
    this.nodes = new ArrayList<>(graph.nodes().size());
    for (Node node : graph.nodes()) {
      nodes.add(new ProgramNode(this, node));
    }
    WorkerPool pool = WorkerPool.shared();
    int threads = options.threads() == 0 ? pool.parallelism() : options.threads();
    this.frames =
        new FramePool(2 * pool.parallelism(), () -> new ExecutionFrame(pool, threads, slotCount));
  }

  public Graph graph() {
    return graph;
  }

  public ModelOptions options() {
    return options;
  }

  List<ProgramNode> nodes() {
    return nodes;
  }

  WeightArena weights() {
    return weights;
  }

  private static long constantFloats(Graph graph) {
    long floats = 0;
    for (int v = 0; v < graph.valueCount(); v++) {
      if (graph.constant(v) != null
          && graph.constant(v).type().elementType().storage() == Storage.FLOATS) {
        floats += graph.constant(v).type().shape().elements();
      }
    }
    return floats + floats / 8;
  }

  int slotCount() {
    return slotCount;
  }

  int newSlot() {
    return slotCount++;
  }

  /** Runs the program on values for all inputs, in order; the results are the caller's. */
  public Value[] run(RunControl control, Value[] inputs) {
    return new ProgramRun(this, control, false).run(inputs, null);
  }

  /**
   * Runs the program with arrays for its results.
   *
   * @param ownOutputs for each output the array to write to; null: a new one
   */
  public Value[] run(RunControl control, Value[] inputs, Object[] ownOutputs) {
    return new ProgramRun(this, control, false).run(inputs, ownOutputs);
  }

  /** Runs the program as a part of another program's run on the same thread. */
  Value[] runNested(RunControl control, Value[] inputs) {
    return new ProgramRun(this, control, true).run(inputs, null);
  }

  /** Plans for input types with known shapes, without running; the first segment at least. */
  public void plan(List<ValueType> inputTypes) {
    SegmentKey key = new SegmentKey();
    inputTypes.forEach(key::addShape);
    firstSegment(key, () -> inputTypes);
  }

  Segment firstSegment(SegmentKey key, Supplier<List<ValueType>> inputTypes) {
    return plans.get(
        key,
        planning,
        () -> {
          ValueFacts facts = new ValueFacts(graph);
          List<ValueType> types = inputTypes.get();
          for (int i = 0; i < types.size(); i++) {
            facts.setType(graph.inputs().get(i), types.get(i));
          }
          PlanState start = new PlanState(facts, 0, Map.of(), Set.of(), Set.of());
          return planned(SegmentPlanner.plan(this, start, facts));
        });
  }

  Segment nextSegment(Segment segment, SegmentKey key, Consumer<ValueFacts> learn) {
    return segment
        .followers()
        .get(
            key,
            planning,
            () -> {
              ValueFacts facts = segment.state().facts().copy();
              learn.accept(facts);
              return planned(SegmentPlanner.plan(this, segment.state(), facts));
            });
  }

  /** Lets go of decoded constants that the plan's steps do not read: they hold packed forms. */
  private Segment planned(Segment segment) {
    for (ProgramNode node : nodes) {
      for (int v : node.node().inputs()) {
        if (v != Node.ABSENT
            && graph.constant(v) != null
            && !segment.state().boundConstants().contains(v)) {
          graph.constant(v).release();
        }
      }
    }
    return segment;
  }

  FramePool frames() {
    return frames;
  }

  /** Gives back the memory of idle frames. */
  public void releaseFrames() {
    frames.clear();
    synchronized (planning) {
      nodes.forEach(ProgramNode::releaseFrames);
    }
  }

  /** The memory figures of the plan used last, all segments together; zeros if there is none. */
  public MemoryFigures memoryFigures() {
    MemoryFigures figures = MemoryFigures.NONE;
    for (Segment s = plans.latest(); s != null; s = s.followers().latest()) {
      figures = figures.then(s.figures());
    }
    return figures;
  }

  /** A description of the plan used last: one line a step, with where its outputs lie. */
  public String describePlan() {
    return new PlanPrinter(graph).print(plans.latest());
  }
}
