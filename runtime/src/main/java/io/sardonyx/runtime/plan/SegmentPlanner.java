package io.sardonyx.runtime.plan;

import io.sardonyx.MemoryLimitException;
import io.sardonyx.Storage;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.exec.ExecutionFrame;
import io.sardonyx.runtime.inference.NodeInference;
import io.sardonyx.runtime.inference.ValueFacts;
import io.sardonyx.runtime.ir.Constant;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.plan.PlanState.ValueHome;
import io.sardonyx.runtime.plan.Segment.AliasSlot;
import io.sardonyx.runtime.plan.Segment.ConstantSlot;
import io.sardonyx.runtime.plan.Segment.End;
import io.sardonyx.runtime.plan.Segment.OutputSlot;
import io.sardonyx.runtime.plan.Segment.PlannedStep;
import io.sardonyx.runtime.plan.Segment.SlabSlot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Plans one segment: infers concrete shapes from where the previous segment ended up to the next
 * place where they depend on data, computes what is already known, drops what nobody needs,
 * compiles the rest, and lays out memory.
 */
final class SegmentPlanner {

  /** Results up to this many elements are computed while planning; larger ones at every run. */
  private static final long MAX_EVALUATED_ELEMENTS = 1 << 16;

  /** Plans kept to follow one segment. */
  private static final int MAX_FOLLOWERS = 32;

  private final Program program;
  private final Graph graph;
  private final ValueFacts facts;
  private final PlanState start;
  private final List<ProgramNode> selected = new ArrayList<>();
  private int nextNode;
  private End end;

  private SegmentPlanner(Program program, PlanState start, ValueFacts facts) {
    this.program = program;
    this.graph = program.graph();
    this.start = start;
    this.facts = facts;
  }

  /**
   * Plans the segment that begins where {@code start} ended.
   *
   * @param facts what is known now; the planner takes it over
   */
  static Segment plan(Program program, PlanState start, ValueFacts facts) {
    return new SegmentPlanner(program, start, facts).plan();
  }

  private Segment plan() {
    select();
    prune();
    List<CompiledNode> compiled = new ArrayList<>(selected.size());
    for (ProgramNode node : selected) {
      compiled.add(node.compiled(facts));
    }
    Map<Integer, Integer> lastUse = lastUses(compiled);
    BufferAssignment assignment = new BufferAssignment(graph, facts, start.homes(), lastUse);
    if (start.nextNode() == 0 && start.homes().isEmpty()) {
      graph.inputs().forEach(assignment::addForeign);
    }
    Set<Integer> boundConstants = new HashSet<>(start.boundConstants());
    List<ConstantSlot> constants = new ArrayList<>();
    for (int s = 0; s < selected.size(); s++) {
      bindConstants(selected.get(s).node(), compiled.get(s), assignment, boundConstants, constants);
      assignment.add(s, selected.get(s).node(), compiled.get(s));
    }
    List<OutputSlot> outputs = ownOutputs(assignment);
    Set<Integer> ownOutputs = new HashSet<>(start.ownOutputs());
    outputs.forEach(o -> ownOutputs.add(o.slot()));
    List<Buffer> arena = assignment.arenaBuffers();
    MemoryFigures figures = MemoryLayout.layOut(arena, selected.size());
    requireWithinLimit(figures);
    return new Segment(
        steps(compiled, assignment),
        slabLengths(arena),
        workerScratch(compiled),
        slabSlots(assignment),
        List.copyOf(constants),
        outputs,
        aliases(assignment, outputs),
        end,
        figures,
        new PlanState(facts, nextNode, survivors(assignment, lastUse), boundConstants, ownOutputs),
        new PlanCache(MAX_FOLLOWERS));
  }

  // ------------------------------------------------------------------ which nodes run

  private void select() {
    ConstantEvaluator evaluator = new ConstantEvaluator(program);
    List<ProgramNode> nodes = program.nodes();
    for (nextNode = start.nextNode(); nextNode < nodes.size(); nextNode++) {
      ProgramNode programNode = nodes.get(nextNode);
      Node node = programNode.node();
      NodeInference inference = NodeInference.run(node, facts);
      if (allOutputs(node, facts::isKnown)) {
        continue;
      }
      boolean shapesKnown = allOutputs(node, this::isShapeKnown);
      if ((shapesKnown ? allOutputs(node, this::isSmall) : allInputs(node, this::isSmall))
          && ConstantEvaluator.canEvaluate(node, facts)) {
        evaluator.evaluate(programNode, facts);
        continue;
      }
      if (!shapesKnown && !inference.wanted().isEmpty()) {
        end = new End.Contents(List.copyOf(inference.wanted()));
        return;
      }
      selected.add(programNode);
      if (!shapesKnown) {
        List<Integer> unknown = new ArrayList<>();
        for (int v : node.outputs()) {
          if (v != Node.ABSENT && !isShapeKnown(v)) {
            unknown.add(v);
          }
        }
        nextNode++;
        if (nextNode < nodes.size()) {
          end = new End.Shapes(unknown);
          return;
        }
        break;
      }
    }
    end = new End.Finished();
  }

  private static boolean allOutputs(Node node, IntPredicate condition) {
    for (int v : node.outputs()) {
      if (v != Node.ABSENT && !condition.test(v)) {
        return false;
      }
    }
    return true;
  }

  private static boolean allInputs(Node node, IntPredicate condition) {
    for (int v : node.inputs()) {
      if (v != Node.ABSENT && !condition.test(v)) {
        return false;
      }
    }
    return true;
  }

  private boolean isShapeKnown(int value) {
    return !(facts.type(value) instanceof TensorType t) || t.isKnown();
  }

  private boolean isSmall(int value) {
    return facts.type(value) instanceof TensorType t
        && t.isKnown()
        && t.shape().elements() <= MAX_EVALUATED_ELEMENTS;
  }

  /** Drops nodes of which nobody reads an output at run time. */
  private void prune() {
    BitSet needed = new BitSet(graph.valueCount());
    graph.outputs().forEach(needed::set);
    List<ProgramNode> nodes = program.nodes();
    for (int n = nextNode; n < nodes.size(); n++) {
      for (int v : nodes.get(n).node().inputs()) {
        if (v != Node.ABSENT) {
          needed.set(v);
        }
      }
    }
    List<ProgramNode> kept = new ArrayList<>(selected.size());
    for (ProgramNode node : selected.reversed()) {
      if (allOutputs(node.node(), v -> !needed.get(v))) {
        continue;
      }
      kept.add(node);
      for (int v : node.node().inputs()) {
        if (v != Node.ABSENT && !facts.isKnown(v)) {
          needed.set(v);
        }
      }
    }
    selected.clear();
    selected.addAll(kept.reversed());
  }

  // ------------------------------------------------------------------ lifetimes and memory

  private Map<Integer, Integer> lastUses(List<CompiledNode> compiled) {
    Map<Integer, Integer> lastUse = new HashMap<>();
    for (int s = 0; s < selected.size(); s++) {
      Node node = selected.get(s).node();
      for (int i : compiled.get(s).runtimeInputs()) {
        lastUse.put(node.input(i), s);
      }
      for (int v : node.outputs()) {
        if (v != Node.ABSENT) {
          lastUse.put(v, s);
        }
      }
    }
    List<ProgramNode> nodes = program.nodes();
    for (int n = nextNode; n < nodes.size(); n++) {
      for (int v : nodes.get(n).node().inputs()) {
        if (v != Node.ABSENT) {
          lastUse.put(v, Buffer.FOREVER);
        }
      }
    }
    graph.outputs().forEach(v -> lastUse.put(v, Buffer.FOREVER));
    return lastUse;
  }

  private void bindConstants(
      Node node,
      CompiledNode compiled,
      BufferAssignment assignment,
      Set<Integer> bound,
      List<ConstantSlot> constants) {
    for (int i : compiled.runtimeInputs()) {
      int v = node.input(i);
      if (v != Node.ABSENT
          && facts.isKnown(v)
          && !assignment.homes().containsKey(v)
          && bound.add(v)) {
        Constant constant = graph.constant(v);
        constants.add(
            new ConstantSlot(v, constant != null ? constant : Constant.of(facts.value(v))));
        assignment.addForeign(v);
      }
    }
  }

  private List<OutputSlot> ownOutputs(BufferAssignment assignment) {
    List<OutputSlot> outputs = new ArrayList<>();
    Set<Integer> done = new HashSet<>();
    for (int k = 0; k < graph.outputs().size(); k++) {
      int v = graph.outputs().get(k);
      if (done.add(v)
          && !start.homes().containsKey(v)
          && facts.type(v) instanceof TensorType type
          && type.isKnown()
          && assignment.makeOutput(v, k)) {
        outputs.add(new OutputSlot(v, k, type.elementType(), type.shape().sizes()));
      }
    }
    return outputs;
  }

  private void requireWithinLimit(MemoryFigures figures) {
    long limit = program.options().memoryLimit();
    if (figures.peak() > limit) {
      throw new MemoryLimitException(
          "graph '%s' needs %d bytes of tensor memory for these input shapes; the limit is %d"
              .formatted(graph.name(), figures.peak(), limit));
    }
  }

  // ------------------------------------------------------------------ the finished segment

  private List<PlannedStep> steps(List<CompiledNode> compiled, BufferAssignment assignment) {
    Map<Integer, List<Integer>> releases = new HashMap<>();
    for (Map.Entry<Integer, ValueHome> e : assignment.homes().entrySet()) {
      Buffer buffer = e.getValue().buffer();
      int v = e.getKey();
      if (buffer.kind == Buffer.Kind.FOREIGN
          && buffer.root == v
          && graph.constant(v) == null
          && !graph.inputs().contains(v)
          && buffer.last < selected.size()) {
        releases.computeIfAbsent(buffer.last, s -> new ArrayList<>()).add(v);
      }
    }
    List<PlannedStep> steps = new ArrayList<>();
    List<Integer> pending = new ArrayList<>();
    for (int s = 0; s < selected.size(); s++) {
      pending.addAll(releases.getOrDefault(s, List.of()));
      if (assignment.droppedSteps().contains(s)) {
        continue;
      }
      Node node = selected.get(s).node();
      long bytes = 0;
      for (int v : node.outputs()) {
        if (v != Node.ABSENT && facts.type(v) instanceof TensorType t && t.isKnown()) {
          bytes += assignment.length(v) * t.elementType().storage().bytes();
        }
      }
      steps.add(
          new PlannedStep(
              compiled.get(s).step(),
              node,
              pending.stream().mapToInt(Integer::intValue).toArray(),
              bytes));
      pending.clear();
    }
    return List.copyOf(steps);
  }

  private static Map<Storage, Long> slabLengths(List<Buffer> arena) {
    Map<Storage, Long> lengths = new EnumMap<>(Storage.class);
    for (Buffer b : arena) {
      lengths.merge(b.storage, ExecutionFrame.slabBase(b.storage) + b.offset + b.length, Math::max);
    }
    return lengths;
  }

  private static Map<Storage, Integer> workerScratch(List<CompiledNode> compiled) {
    Map<Storage, Integer> lengths = new EnumMap<>(Storage.class);
    for (CompiledNode c : compiled) {
      c.workerScratch().forEach((s, n) -> lengths.merge(s, n, Math::max));
    }
    return lengths;
  }

  private List<SlabSlot> slabSlots(BufferAssignment assignment) {
    List<SlabSlot> slots = new ArrayList<>();
    assignment
        .homes()
        .forEach((v, home) -> {
          Buffer top = home.buffer().top();
          if (top.kind == Buffer.Kind.ARENA && !start.homes().containsKey(v)) {
            long offset = home.delta() + home.buffer().topOffset() + top.offset;
            slots.add(slabSlot(v, top.storage, offset, facts.type(v)));
          }
        });
    for (Map.Entry<Integer, Buffer> e : assignment.scratchBuffers().entrySet()) {
      slots.add(slabSlot(e.getKey(), e.getValue().storage, e.getValue().offset, null));
    }
    return slots;
  }

  private SlabSlot slabSlot(int slot, Storage storage, long offset, io.sardonyx.ValueType type) {
    long at = ExecutionFrame.slabBase(storage) + offset;
    if (at > Integer.MAX_VALUE - 64) {
      throw new MemoryLimitException(
          "graph '%s' needs more than %d %s for these input shapes, more than a Java array holds"
              .formatted(graph.name(), at, storage));
    }
    return new SlabSlot(slot, storage, (int) at, type);
  }

  private List<AliasSlot> aliases(BufferAssignment assignment, List<OutputSlot> outputs) {
    Map<Buffer, Integer> outputRoots = new HashMap<>();
    for (OutputSlot o : outputs) {
      outputRoots.put(assignment.homes().get(o.slot()).buffer(), o.slot());
    }
    List<AliasSlot> aliases = new ArrayList<>();
    assignment
        .homes()
        .forEach((v, home) -> {
          Buffer top = home.buffer().top();
          if (top.kind == Buffer.Kind.ARENA || start.homes().containsKey(v)) {
            return;
          }
          int of = outputRoots.getOrDefault(top, top.root);
          if (of != v) {
            long delta = home.delta() + home.buffer().topOffset();
            aliases.add(new AliasSlot(v, of, Math.toIntExact(delta), facts.type(v)));
          }
        });
    return aliases;
  }

  private Map<Integer, ValueHome> survivors(
      BufferAssignment assignment, Map<Integer, Integer> lastUse) {
    Map<Integer, ValueHome> survivors = new HashMap<>();
    assignment
        .homes()
        .forEach((v, home) -> {
          if (lastUse.getOrDefault(v, 0) == Buffer.FOREVER) {
            survivors.put(
                v, new ValueHome(home.buffer().top(), home.delta() + home.buffer().topOffset()));
          }
        });
    return survivors;
  }
}
