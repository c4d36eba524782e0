package io.sardonyx.runtime.inference;

import io.sardonyx.Dim;
import io.sardonyx.InvalidModelException;
import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.ir.NodeView;
import io.sardonyx.runtime.spi.FunctionOperator;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Subgraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Infers one node's output types from what is known of its inputs. */
public final class NodeInference extends NodeView implements InferContext {

  private final ValueFacts facts;
  private final Set<Integer> wanted = new LinkedHashSet<>();
  private final Map<String, Graph> typedSubgraphs = new HashMap<>();

  private NodeInference(Node node, ValueFacts facts) {
    super(node);
    this.facts = facts;
  }

  /**
   * Infers the node's outputs and records them in {@code facts}.
   *
   * @return the finished inference, to ask what was {@linkplain #wanted wanted}
   * @throws OnnxException naming the node, if the inputs do not fit the operator
   */
  public static NodeInference run(Node node, ValueFacts facts) {
    NodeInference inference = new NodeInference(node, facts);
    for (int v : node.outputs()) {
      if (v != Node.ABSENT) {
        facts.setType(v, null);
      }
    }
    try {
      if (node.operator() instanceof FunctionOperator function) {
        inference.inferBody(function);
      } else {
        node.operator().infer(inference);
      }
    } catch (OnnxException e) {
      throw e.getMessage().contains(node.label()) ? e : named(node, e);
    } catch (RuntimeException | StackOverflowError e) {
      // Malformed shapes that an operator did not foresee; the model is at fault, not the caller.
      throw new InvalidModelException(
          node.label() + ": its input types " + inference.inputTypes() + " do not fit: " + e, e);
    }
    for (int i = 0; i < node.outputCount(); i++) {
      if (node.output(i) != Node.ABSENT && facts.type(node.output(i)) == null) {
        throw new IllegalStateException(node.label() + " did not infer output " + i);
      }
    }
    return inference;
  }

  private void inferBody(FunctionOperator function) {
    Graph body = FunctionInference.body(node, function, this, facts);
    typedSubgraphs.put(Node.BODY, body);
    int next = 0;
    for (int v : node.outputs()) {
      if (v != Node.ABSENT) {
        facts.setType(v, body.type(body.outputs().get(next++)));
      }
    }
  }

  private static OnnxException named(Node node, OnnxException e) {
    return new InvalidModelException(node.label() + ": " + e.getMessage(), e);
  }

  private List<ValueType> inputTypes() {
    List<ValueType> types = new ArrayList<>();
    for (int v : node.inputs()) {
      types.add(v == Node.ABSENT ? null : facts.type(v));
    }
    return types;
  }

  /** The values that the operator asked for and that are not known. */
  public Set<Integer> wanted() {
    return wanted;
  }

  /** The node, its subgraphs typed as the operator's last inference left them. */
  public Node typedNode() {
    if (typedSubgraphs.isEmpty()) {
      return node;
    }
    Map<String, Graph> graphs = new HashMap<>(node.subgraphs());
    graphs.putAll(typedSubgraphs);
    return node.withSubgraphs(graphs);
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
  public Tensor value(int i) {
    if (!node.hasInput(i)) {
      return null;
    }
    Tensor value = facts.value(node.input(i));
    if (value == null && type(i) instanceof TensorType) {
      wanted.add(node.input(i));
    }
    return value;
  }

  @Override
  public List<Dim> dims(int i) {
    if (node.hasInput(i)
        && type(i) instanceof TensorType t
        && t.shape().isRanked()
        && t.shape().rank() > 1) {
      throw error("input %d has shape %s; expected a vector or a scalar", i, t.shape());
    }
    if (node.hasInput(i) && !facts.isKnown(node.input(i)) && type(i) instanceof TensorType) {
      wanted.add(node.input(i));
    }
    return contents(i);
  }

  @Override
  public List<Dim> contents(int i) {
    return node.hasInput(i) ? facts.dims(node.input(i)) : null;
  }

  @Override
  public void output(int i, ValueType type) {
    if (hasOutput(i)) {
      facts.setType(node.output(i), type);
    }
  }

  @Override
  public void outputDims(int i, List<Dim> contents) {
    if (!hasOutput(i) || contents == null) {
      return;
    }
    int value = node.output(i);
    facts.setDims(value, contents);
    if (contents.stream().allMatch(Dim::isKnown)
        && facts.type(value) instanceof TensorType t
        && t.shape().isKnown()
        && t.shape().elements() == contents.size()) {
      long[] longs = contents.stream().mapToLong(Dim::size).toArray();
      long[] shape = t.shape().sizes();
      switch (t.elementType()) {
        case INT64 -> facts.setValue(value, Tensor.of(longs, shape));
        case INT32 -> {
          int[] ints = new int[longs.length];
          for (int k = 0; k < ints.length; k++) {
            ints[k] = (int) longs[k];
          }
          facts.setValue(value, Tensor.of(ints, shape));
        }
        default -> {}
      }
    }
  }

  @Override
  public Subgraph subgraph(String attribute) {
    Graph graph = node.subgraphs().get(attribute);
    if (graph == null) {
      throw error("the graph attribute '%s' is missing", attribute);
    }
    return new Subgraph() {
      @Override
      public int inputCount() {
        return graph.formalInputCount();
      }

      @Override
      public int outputCount() {
        return graph.outputs().size();
      }

      @Override
      public List<ValueType> infer(List<ValueType> inputTypes) {
        return inferSubgraph(attribute, graph, inputTypes);
      }
    };
  }

  private List<ValueType> inferSubgraph(String attribute, Graph graph, List<ValueType> inputTypes) {
    if (inputTypes.size() != graph.formalInputCount()) {
      throw error(
          "the subgraph '%s' has %d inputs; expected %d",
          attribute, graph.formalInputCount(), inputTypes.size());
    }
    List<ValueType> types = new ArrayList<>(inputTypes);
    List<Tensor> values = new ArrayList<>(java.util.Collections.nCopies(types.size(), null));
    for (int i = node.formalInputCount(); i < node.inputCount(); i++) {
      types.add(facts.type(node.input(i)));
      values.add(facts.value(node.input(i)));
    }
    Graph typed = TypeInference.infer(graph, types, values);
    typedSubgraphs.put(attribute, typed);
    List<ValueType> outputs = new ArrayList<>();
    for (int v : typed.outputs()) {
      outputs.add(typed.type(v));
    }
    return outputs;
  }
}
