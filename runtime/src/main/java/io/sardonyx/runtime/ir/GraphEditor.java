package io.sardonyx.runtime.ir;

import io.sardonyx.InvalidModelException;
import io.sardonyx.Tensor;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.ir.Graph.ValueEntry;
import io.sardonyx.runtime.spi.Layout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a graph, or a changed copy of one. Values and nodes are added, removed and redirected in
 * any order; {@link #build} sorts the nodes, drops values that nobody mentions, and renumbers.
 */
public final class GraphEditor {

  private final String name;
  private final List<ValueEntry> values = new ArrayList<>();
  private final Set<Node> nodes = new LinkedHashSet<>();
  private final List<Integer> inputs = new ArrayList<>();
  private final List<Integer> outputs = new ArrayList<>();
  private final List<String> outputNames = new ArrayList<>();
  private final Map<Integer, Integer> redirects = new HashMap<>();
  private int captures;

  /** Starts an empty graph. */
  public GraphEditor(String name) {
    this.name = name;
  }

  /** Starts with all that {@code graph} has; value ids stay valid until {@link #build}. */
  public GraphEditor(Graph graph) {
    this.name = graph.name();
    values.addAll(graph.values());
    nodes.addAll(graph.nodes());
    inputs.addAll(graph.inputs());
    outputs.addAll(graph.outputs());
    outputNames.addAll(graph.outputNames());
    captures = graph.captures();
  }

  /** Adds a value that a node will make; the type may be null if it is not known yet. */
  public int addValue(String valueName, ValueType type) {
    values.add(new ValueEntry(valueName, type, null, Layout.PLAIN));
    return values.size() - 1;
  }

  /** Adds a constant. */
  public int addConstant(String valueName, Constant constant) {
    values.add(new ValueEntry(valueName, constant.type(), constant, Layout.PLAIN));
    return values.size() - 1;
  }

  /** Adds a constant. */
  public int addConstant(String valueName, Tensor tensor) {
    return addConstant(valueName, Constant.of(tensor));
  }

  /** Adds an input. */
  public int addInput(String valueName, ValueType type) {
    int value = addValue(valueName, type);
    inputs.add(inputs.size() - captures, value);
    return value;
  }

  /** Adds an input that is a value of the graph around this one. */
  public int addCapture(String valueName, ValueType type) {
    int value = addValue(valueName, type);
    inputs.add(value);
    captures++;
    return value;
  }

  /** Sets the captured inputs anew; the values must have been added before. */
  public void setCaptures(List<Integer> captured) {
    inputs.subList(inputs.size() - captures, inputs.size()).clear();
    inputs.addAll(captured);
    captures = captured.size();
  }

  /** Adds an output known outside as {@code outputName}. */
  public void addOutput(String outputName, int value) {
    outputs.add(value);
    outputNames.add(outputName);
  }

  /** Makes another value the graph's output {@code i}. */
  public void setOutput(int i, int value) {
    outputs.set(i, value);
  }

  public void add(Node node) {
    nodes.add(node);
  }

  public void remove(Node node) {
    nodes.remove(node);
  }

  /** Puts other nodes in the place of one. */
  public void replace(Node node, Node... replacements) {
    nodes.remove(node);
    nodes.addAll(Arrays.asList(replacements));
  }

  /**
   * Makes everyone who uses {@code from} use {@code to} instead, the graph's outputs included. The
   * nodes change when the graph is built; until then they show {@code from}.
   */
  public void redirect(int from, int to) {
    redirects.put(from, to);
  }

  /** The value that a use of {@code value} now means. */
  public int current(int value) {
    int v = value;
    while (redirects.containsKey(v)) {
      v = redirects.get(v);
    }
    return v;
  }

  public void setType(int value, ValueType type) {
    values.set(value, values.get(value).withType(type));
  }

  public void setLayout(int value, Layout layout) {
    values.set(value, values.get(value).withLayout(layout));
  }

  /** Makes a value a constant; the node that made it should be removed. */
  public void setConstant(int value, Tensor tensor) {
    Constant constant = Constant.of(tensor);
    values.set(
        value, new ValueEntry(values.get(value).name(), constant.type(), constant, Layout.PLAIN));
  }

  public String name(int value) {
    return values.get(value).name();
  }

  /** The value's contents if it is a constant, else null. */
  public Constant constant(int value) {
    return values.get(value).constant();
  }

  public ValueType type(int value) {
    return values.get(value).type();
  }

  /**
   * The finished graph.
   *
   * @throws InvalidModelException if the nodes form a cycle, a value has two makers, or one is used
   *     that nobody makes
   */
  public Graph build() {
    applyRedirects();
    List<Node> sorted = sort();
    int[] renumbered = new int[values.size()];
    Arrays.fill(renumbered, -1);
    List<ValueEntry> kept = new ArrayList<>();
    for (int v : inputs) {
      renumber(v, renumbered, kept);
    }
    List<Node> finished = new ArrayList<>(sorted.size());
    for (Node node : sorted) {
      int[] in = renumber(node.inputs(), renumbered, kept);
      int[] out = renumber(node.outputs(), renumbered, kept);
      finished.add(node.withValues(in, out));
    }
    List<Integer> out = new ArrayList<>();
    for (int v : outputs) {
      out.add(renumber(v, renumbered, kept));
    }
    List<Integer> in = new ArrayList<>();
    for (int v : inputs) {
      in.add(renumbered[v]);
    }
    return new Graph(name, kept, finished, in, out, outputNames, captures);
  }

  private void applyRedirects() {
    if (redirects.isEmpty()) {
      return;
    }
    List<Node> current = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      int[] in = node.inputs();
      for (int i = 0; i < in.length; i++) {
        in[i] = current(in[i]);
      }
      current.add(node.withValues(in, node.outputs()));
    }
    nodes.clear();
    nodes.addAll(current);
    outputs.replaceAll(this::current);
  }

  private int[] renumber(int[] ids, int[] renumbered, List<ValueEntry> kept) {
    int[] result = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      result[i] = ids[i] == Node.ABSENT ? Node.ABSENT : renumber(ids[i], renumbered, kept);
    }
    return result;
  }

  private int renumber(int value, int[] renumbered, List<ValueEntry> kept) {
    if (renumbered[value] < 0) {
      renumbered[value] = kept.size();
      kept.add(values.get(value));
    }
    return renumbered[value];
  }

  private static final int NOBODY = -1;
  private static final int GIVEN = -2;

  /** A stable topological order: among nodes that could run, the one that was added first. */
  private List<Node> sort() {
    Node[] all = nodes.toArray(Node[]::new);
    int[] maker = new int[values.size()];
    Arrays.fill(maker, NOBODY);
    for (int v = 0; v < maker.length; v++) {
      if (values.get(v).constant() != null) {
        maker[v] = GIVEN;
      }
    }
    for (int v : inputs) {
      maker[v] = GIVEN;
    }
    for (int n = 0; n < all.length; n++) {
      for (int v : all[n].outputs()) {
        if (v == Node.ABSENT) {
          continue;
        }
        if (maker[v] != NOBODY) {
          throw new InvalidModelException(
              "%s: value '%s' is made more than once".formatted(all[n], values.get(v).name()));
        }
        maker[v] = n;
      }
    }
    for (int v : outputs) {
      requireMaker(v, maker, "the graph's outputs");
    }
    List<Node> sorted = new ArrayList<>(all.length);
    byte[] state = new byte[all.length];
    for (int n = 0; n < all.length; n++) {
      visit(n, all, maker, state, sorted);
    }
    return sorted;
  }

  private static final byte OPEN = 1;
  private static final byte DONE = 2;

  private void visit(int start, Node[] all, int[] maker, byte[] state, List<Node> sorted) {
    Deque<int[]> stack = new ArrayDeque<>();
    stack.push(new int[] {start, 0});
    while (!stack.isEmpty()) {
      int[] top = stack.peek();
      Node node = all[top[0]];
      if (state[top[0]] == DONE) {
        stack.pop();
        continue;
      }
      state[top[0]] = OPEN;
      if (top[1] == node.inputCount()) {
        state[top[0]] = DONE;
        sorted.add(node);
        stack.pop();
        continue;
      }
      int v = node.input(top[1]++);
      if (v == Node.ABSENT) {
        continue;
      }
      requireMaker(v, maker, node.label());
      int made = maker[v];
      if (made >= 0 && state[made] == OPEN) {
        throw new InvalidModelException(
            "the graph has a cycle through %s and value '%s'"
                .formatted(node, values.get(v).name()));
      }
      if (made >= 0 && state[made] != DONE) {
        stack.push(new int[] {made, 0});
      }
    }
  }

  private void requireMaker(int value, int[] maker, String user) {
    if (maker[value] == NOBODY) {
      throw new InvalidModelException(
          "%s: value '%s' is used, but it is no input, no initializer, and no node makes it"
              .formatted(user, values.get(value).name()));
    }
  }
}
