package io.sardonyx.runtime.plan;

import io.sardonyx.MemoryLimitException;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxException;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.exec.WarmUp;
import io.sardonyx.runtime.inference.ValueFacts;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.ir.NodeView;
import io.sardonyx.runtime.plan.CompiledNode.Pair;
import io.sardonyx.runtime.plan.CompiledNode.Scratch;
import io.sardonyx.runtime.plan.CompiledNode.Shift;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.FloatSpan;
import io.sardonyx.runtime.spi.Layout;
import io.sardonyx.runtime.spi.Step;
import io.sardonyx.runtime.spi.Subprogram;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Compiles one node for what is known of its inputs, and collects what its operator declares. */
final class NodeCompilation extends NodeView implements CompileContext {

  private final ProgramNode programNode;
  private final ValueFacts facts;
  private final List<Scratch> scratch = new ArrayList<>();
  private final Map<Storage, Integer> workerScratch = new EnumMap<>(Storage.class);
  private final List<Pair> inPlace = new ArrayList<>();
  private final List<Shift> views = new ArrayList<>();
  private final List<Shift> placements = new ArrayList<>();
  private final Set<Integer> provided = new HashSet<>();
  private final Set<Integer> runtimeInputs = new HashSet<>();

  private NodeCompilation(ProgramNode programNode, ValueFacts facts) {
    super(programNode.node());
    this.programNode = programNode;
    this.facts = facts;
  }

  static CompiledNode compile(ProgramNode programNode, ValueFacts facts) {
    NodeCompilation c = new NodeCompilation(programNode, facts);
    Step step;
    try {
      step = c.node.operator().compile(c);
    } catch (OnnxException e) {
      throw e.getMessage().contains(c.node.label())
          ? e
          : new OnnxException(c.node.label() + ": " + e.getMessage(), e);
    } catch (ArithmeticException | NegativeArraySizeException e) {
      throw new OnnxException(c.node.label() + ": its sizes are out of range: " + e, e);
    } catch (RuntimeException e) {
      // Inputs that an operator did not foresee; they are at fault, not the caller's program.
      throw new OnnxException(
          c.node.label() + ": its input types " + c.inputTypes() + " do not fit: " + e, e);
    } catch (OutOfMemoryError e) {
      throw new MemoryLimitException(
          c.node.label() + ": preparing it needs more memory than the heap has left", e);
    }
    if (!c.options().warmUp().isZero()) {
      step.exercises().forEach(WarmUp.shared()::start);
    }
    for (int i = c.node.formalInputCount(); i < c.node.inputCount(); i++) {
      c.runtimeInputs.add(i);
    }
    return new CompiledNode(
        step,
        c.scratch,
        c.workerScratch,
        c.inPlace,
        c.views,
        c.placements,
        c.provided,
        c.runtimeInputs);
  }

  private List<ValueType> inputTypes() {
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < node.formalInputCount(); i++) {
      types.add(node.hasInput(i) ? type(i) : null);
    }
    return types;
  }

  // ------------------------------------------------------------------------ description

  @Override
  public ModelOptions options() {
    return programNode.program().options();
  }

  @Override
  protected Graph graph() {
    return facts.graph();
  }

  @Override
  public ValueType type(int i) {
    return facts.type(node.input(i));
  }

  @Override
  public Layout layout(int i) {
    return graph().layout(node.input(i));
  }

  @Override
  public ValueType outputType(int i) {
    return facts.type(node.output(i));
  }

  @Override
  public Layout outputLayout(int i) {
    return graph().layout(node.output(i));
  }

  @Override
  public Tensor value(int i) {
    return node.hasInput(i) ? facts.value(node.input(i)) : null;
  }

  // ------------------------------------------------------------------------ memory

  @Override
  public int input(int i) {
    if (!node.hasInput(i)) {
      return Node.ABSENT;
    }
    runtimeInputs.add(i);
    return node.input(i);
  }

  @Override
  public int output(int i) {
    return node.output(i);
  }

  @Override
  public int scratch(Storage storage, long length) {
    int slot = programNode.scratchSlot(scratch.size());
    scratch.add(new Scratch(slot, storage, Math.max(1, length)));
    return slot;
  }

  @Override
  public void workerScratch(Storage storage, long length) {
    if (length > Integer.MAX_VALUE - 64) {
      throw new MemoryLimitException(
          node.label() + ": needs " + length + " " + storage + " per thread");
    }
    workerScratch.merge(storage, (int) length, Math::max);
  }

  @Override
  public void inPlace(int input, int output) {
    if (hasInput(input) && hasOutput(output)) {
      inPlace.add(new Pair(input, output));
    }
  }

  @Override
  public void view(int input, int output, long offset) {
    if (hasOutput(output)) {
      views.add(new Shift(input, output, offset));
    }
  }

  @Override
  public void placeInto(int input, int output, long offset) {
    if (hasOutput(output)) {
      placements.add(new Shift(input, output, offset));
    }
  }

  @Override
  public void provides(int output) {
    provided.add(output);
  }

  @Override
  public <T> T packed(Object key, Supplier<T> pack) {
    return programNode.packed(key, pack);
  }

  @Override
  public FloatSpan packedFloats(int length) {
    return programNode.program().weights().take(length);
  }

  @Override
  public Subprogram subprogram(String attribute) {
    return programNode.subprogram(attribute);
  }
}
