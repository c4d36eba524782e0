package io.sardonyx.runtime.plan;

import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.inference.ValueFacts;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.plan.CompiledNode.Pair;
import io.sardonyx.runtime.plan.CompiledNode.Scratch;
import io.sardonyx.runtime.plan.CompiledNode.Shift;
import io.sardonyx.runtime.plan.PlanState.ValueHome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which values of a segment share memory: views, outputs computed in place, inputs that are
 * written straight into a part of an output, and results with arrays of their own. What remains are
 * buffers with lifetimes, for {@link MemoryLayout}.
 */
final class BufferAssignment {

  private final Graph graph;
  private final ValueFacts facts;
  private final Map<Integer, ValueHome> homes = new HashMap<>();
  private final List<Buffer> buffers = new ArrayList<>();
  private final Map<Integer, Integer> lastUse;
  private final Set<Integer> providedNow = new HashSet<>();

  /** Whether the step at an index only makes views and need not run. */
  private final Set<Integer> droppedSteps = new HashSet<>();

  /** For every scratch slot its buffer. */
  private final Map<Integer, Buffer> scratchBuffers = new HashMap<>();

  /**
   * @param lastUse for every value the last step that uses it, {@link Buffer#FOREVER} if it
   *     outlives the segment
   */
  BufferAssignment(
      Graph graph,
      ValueFacts facts,
      Map<Integer, ValueHome> earlier,
      Map<Integer, Integer> lastUse) {
    this.graph = graph;
    this.facts = facts;
    this.lastUse = lastUse;
    Map<Buffer, Buffer> copies = new IdentityHashMap<>();
    earlier.forEach((value, home) -> {
      Buffer copy = copies.computeIfAbsent(home.buffer(), this::carriedOver);
      homes.put(value, new ValueHome(copy, home.delta()));
      copy.use(lastUse.getOrDefault(value, 0));
    });
  }

  private Buffer carriedOver(Buffer old) {
    Buffer copy = new Buffer(old.storage, old.length, old.root, 0, old.kind);
    copy.offset = old.offset;
    buffers.add(copy);
    return copy;
  }

  Map<Integer, ValueHome> homes() {
    return homes;
  }

  Set<Integer> droppedSteps() {
    return droppedSteps;
  }

  Map<Integer, Buffer> scratchBuffers() {
    return scratchBuffers;
  }

  /** The buffers that lie in the slabs. */
  List<Buffer> arenaBuffers() {
    return buffers.stream().filter(b -> b.kind == Buffer.Kind.ARENA && b.parent == null).toList();
  }

  /** Gives a value that a caller or constant owns a home. */
  void addForeign(int value) {
    if (facts.type(value) instanceof TensorType type) {
      Buffer buffer =
          new Buffer(type.elementType().storage(), length(value), value, 0, Buffer.Kind.FOREIGN);
      buffer.use(lastUse.getOrDefault(value, 0));
      homes.put(value, new ValueHome(buffer, 0));
    }
  }

  /** Gives the outputs and scratch memory of the node at {@code step} homes. */
  void add(int step, Node node, CompiledNode compiled) {
    for (Scratch s : compiled.scratch()) {
      Buffer buffer = new Buffer(s.storage(), s.length(), s.slot(), step, Buffer.Kind.ARENA);
      buffers.add(buffer);
      scratchBuffers.put(s.slot(), buffer);
    }
    boolean onlyViews = true;
    for (int i = 0; i < node.outputCount(); i++) {
      int value = node.output(i);
      if (value == Node.ABSENT) {
        continue;
      }
      if (!(facts.type(value) instanceof TensorType type)
          || !type.isKnown()
          || compiled.provided().contains(i)) {
        providedNow.add(value);
        addForeign(value);
        onlyViews = false;
        continue;
      }
      ValueHome home = viewed(step, node, compiled, i);
      onlyViews &= home != null;
      if (home == null) {
        home = inPlace(step, node, compiled, i);
      }
      if (home == null) {
        Buffer buffer =
            new Buffer(type.elementType().storage(), length(value), value, step, Buffer.Kind.ARENA);
        buffers.add(buffer);
        home = new ValueHome(buffer, 0);
      }
      homes.put(value, home);
      home.buffer().use(lastUse.getOrDefault(value, step));
    }
    if (onlyViews && !compiled.views().isEmpty()) {
      droppedSteps.add(step);
    }
    for (Shift shift : compiled.placements()) {
      place(node, shift);
    }
  }

  private ValueHome viewed(int step, Node node, CompiledNode compiled, int output) {
    for (Shift shift : compiled.views()) {
      ValueHome source = homes.get(node.input(shift.input()));
      if (shift.output() != output
          || source == null
          || providedNow.contains(node.input(shift.input()))) {
        continue;
      }
      source.buffer().use(step);
      return new ValueHome(source.buffer(), source.delta() + shift.offset());
    }
    return null;
  }

  private ValueHome inPlace(int step, Node node, CompiledNode compiled, int output) {
    for (Pair pair : compiled.inPlace()) {
      int input = node.input(pair.input());
      ValueHome source = homes.get(input);
      if (pair.output() != output || source == null || source.delta() != 0) {
        continue;
      }
      Buffer buffer = source.buffer();
      if (buffer.kind == Buffer.Kind.ARENA
          && buffer.parent == null
          && buffer.length == length(input)
          && buffer.length >= length(node.output(output))
          && buffer.storage == storage(node.output(output))
          && buffer.last <= step
          && !isReadOtherwise(node, pair.input(), buffer)) {
        return new ValueHome(buffer, 0);
      }
    }
    return null;
  }

  /** Whether another input of the node lies in the buffer too: then it must not be overwritten. */
  private boolean isReadOtherwise(Node node, int input, Buffer buffer) {
    for (int i = 0; i < node.inputCount(); i++) {
      ValueHome home = i == input ? null : homes.get(node.input(i));
      if (home != null && home.buffer().top() == buffer) {
        return true;
      }
    }
    return false;
  }

  /**
   * Lets an input be written into its part of an output. Not if the output is computed in place,
   * since then its memory holds something else while the input is made.
   */
  private void place(Node node, Shift shift) {
    ValueHome part = homes.get(node.input(shift.input()));
    ValueHome whole = homes.get(node.output(shift.output()));
    if (part == null
        || whole == null
        || part.delta() != 0
        || part.buffer().kind != Buffer.Kind.ARENA
        || part.buffer().parent != null
        || part.buffer().isLaidOut()
        || part.buffer().length != length(node.input(shift.input()))
        || part.buffer() == whole.buffer().top()
        || !isFilledBy(part.buffer(), node.input(shift.input()))
        || whole.buffer().kind != Buffer.Kind.ARENA
        || whole.buffer().root != node.output(shift.output())) {
      return;
    }
    part.buffer().placeInto(whole.buffer(), whole.delta() + shift.offset());
  }

  /**
   * Whether the value is all that a buffer holds. One of fewer channels than the buffer's first
   * value is not, although its pitch lets it reach as far.
   */
  private boolean isFilledBy(Buffer buffer, int value) {
    return elements(buffer.root) == elements(value);
  }

  private long elements(int value) {
    return Shape.elements(((TensorType) facts.type(value)).shape().sizes());
  }

  /**
   * Lets a value be a result with an array of its own, if no other part of its buffer has to
   * survive.
   *
   * @return whether it is; otherwise it has to be copied out at the end
   */
  boolean makeOutput(int value, int output) {
    ValueHome home = homes.get(value);
    if (home == null
        || home.delta() != 0
        || home.buffer().kind != Buffer.Kind.ARENA
        || home.buffer().parent != null
        || home.buffer().isLaidOut()
        || home.buffer().length != length(value)) {
      return false;
    }
    home.buffer().kind = Buffer.Kind.OUTPUT;
    home.buffer().output = output;
    return true;
  }

  /** Array elements that a value takes, the padding of its layout included. */
  long length(int value) {
    TensorType type = (TensorType) facts.type(value);
    if (!type.isKnown()) {
      return 0;
    }
    return type.elementType().arrayLength(graph.layout(value).elements(type.shape().sizes()));
  }

  private Storage storage(int value) {
    return ((TensorType) facts.type(value)).elementType().storage();
  }
}
