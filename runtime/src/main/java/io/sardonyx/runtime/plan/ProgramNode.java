package io.sardonyx.runtime.plan;

import io.sardonyx.Tensor;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.inference.ValueFacts;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.spi.Subprogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A node of a program with everything that its plans share: packed constants, subprograms, and the
 * forms that it was compiled to. Used under the program's planning lock.
 */
final class ProgramNode {

  /** Compiled forms kept per node; beyond it the one unused for longest is dropped. */
  private static final int MAX_COMPILED = 64;

  /** What a compiled form depends on: the inputs' types, and contents that are no constants. */
  private record Key(List<ValueType> types, List<Contents> contents) {}

  /** A tensor that equals others of the same contents. */
  private record Contents(Tensor tensor) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Contents(Tensor other) && tensor.contentEquals(other);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(tensor.shape());
    }
  }

  private final Program program;
  private final Node node;
  private final List<Integer> scratchSlots = new ArrayList<>();
  private final Map<Object, Object> packed = new HashMap<>();
  private final Map<String, Program> subprograms = new HashMap<>();
  private final Map<Key, CompiledNode> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CompiledNode> eldest) {
          return size() > MAX_COMPILED;
        }
      };

  ProgramNode(Program program, Node node) {
    this.program = program;
    this.node = node;
  }

  Program program() {
    return program;
  }

  Node node() {
    return node;
  }

  /** The node's form for what {@code facts} knows of its inputs. */
  CompiledNode compiled(ValueFacts facts) {
    List<ValueType> types = new ArrayList<>(node.inputCount());
    List<Contents> contents = new ArrayList<>();
    for (int v : node.inputs()) {
      types.add(v == Node.ABSENT ? null : facts.type(v));
      if (v != Node.ABSENT && facts.isKnown(v) && facts.graph().constant(v) == null) {
        contents.add(new Contents(facts.value(v)));
      } else {
        contents.add(null);
      }
    }
    for (int v : node.outputs()) {
      types.add(v == Node.ABSENT ? null : facts.type(v));
    }
    return compiled.computeIfAbsent(
        new Key(types, contents), k -> NodeCompilation.compile(this, facts));
  }

  /** The slot of the node's {@code k}-th piece of scratch memory. */
  int scratchSlot(int k) {
    while (scratchSlots.size() <= k) {
      scratchSlots.add(program.newSlot());
    }
    return scratchSlots.get(k);
  }

  @SuppressWarnings("unchecked") // a key always stands for values of one type
  <T> T packed(Object key, Supplier<T> pack) {
    Object known = packed.get(key);
    if (known == null) {
      known = pack.get();
      packed.put(key, known);
    }
    return (T) known;
  }

  Subprogram subprogram(String attribute) {
    Graph graph = node.subgraphs().get(attribute);
    if (graph == null) {
      throw node.error("the graph attribute '%s' is missing", attribute);
    }
    Program body =
        subprograms.computeIfAbsent(attribute, a -> new Program(graph, program.options()));
    int[] all = node.inputs();
    return new ProgramSubprogram(
        body, Arrays.copyOfRange(all, node.formalInputCount(), all.length));
  }

  /** Gives back the memory of idle frames of all subprograms. */
  void releaseFrames() {
    subprograms.values().forEach(Program::releaseFrames);
  }
}
