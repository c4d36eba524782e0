package io.sardonyx.runtime.inference;

import io.sardonyx.InvalidModelException;
import io.sardonyx.Tensor;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Second arrow of the pipeline: gives every value of a graph its type, as far as it is known. */
public final class TypeInference {

  private TypeInference() {}

  /** Infers from the declared types of the graph's inputs. */
  public static Graph infer(Graph graph) {
    List<ValueType> types = new ArrayList<>();
    for (int v : graph.inputs()) {
      types.add(graph.type(v));
    }
    return infer(graph, types, Collections.nCopies(types.size(), null));
  }

  /**
   * Infers from given types of the graph's inputs, captured ones included.
   *
   * @param inputValues for each input its contents if they are known, else null
   * @throws io.sardonyx.OnnxException if an operator's inputs do not fit it
   */
  public static Graph infer(Graph graph, List<ValueType> inputTypes, List<Tensor> inputValues) {
    ValueFacts facts = new ValueFacts(graph);
    for (int i = 0; i < inputTypes.size(); i++) {
      int v = graph.inputs().get(i);
      ValueType type = inputTypes.get(i) != null ? inputTypes.get(i) : graph.type(v);
      if (type == null) {
        throw new InvalidModelException(
            "the type of the input '%s' of the graph '%s' is not known"
                .formatted(graph.valueName(v), graph.name()));
      }
      facts.setType(v, type);
      if (inputValues.get(i) != null) {
        facts.setValue(v, inputValues.get(i));
      }
    }
    List<Node> nodes = new ArrayList<>(graph.nodes().size());
    for (Node node : graph.nodes()) {
      TypeConstraints.check(node, facts);
      nodes.add(NodeInference.run(node, facts).typedNode());
    }
    return graph.withTypes(facts.types()).withNodes(nodes);
  }
}
