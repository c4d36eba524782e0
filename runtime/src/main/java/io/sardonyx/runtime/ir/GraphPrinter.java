package io.sardonyx.runtime.ir;

import io.sardonyx.Tensor;
import io.sardonyx.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a graph as text: one line a node, the values it uses, its attributes and result types. */
public final class GraphPrinter {

  private final StringBuilder text = new StringBuilder();

  /** The graph's text, subgraphs indented below their nodes. */
  public String print(Graph graph) {
    graph(graph, "");
    return text.toString();
  }

  private void graph(Graph graph, String indent) {
    List<String> inputs = new ArrayList<>();
    for (int v : graph.inputs()) {
      inputs.add(declaration(graph, v));
    }
    text.append(indent).append("graph ").append(graph.name());
    text.append('(').append(String.join(", ", inputs)).append(")\n");
    for (Node node : graph.nodes()) {
      node(graph, node, indent + "  ");
    }
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < graph.outputs().size(); i++) {
      outputs.add(graph.outputNames().get(i) + " = " + use(graph, graph.outputs().get(i)));
    }
    text.append(indent).append("return ").append(String.join(", ", outputs)).append('\n');
  }

  private void node(Graph graph, Node node, String indent) {
    List<String> outputs = new ArrayList<>();
    for (int v : node.outputs()) {
      outputs.add(v == Node.ABSENT ? "_" : declaration(graph, v));
    }
    List<String> inputs = new ArrayList<>();
    for (int v : node.inputs()) {
      inputs.add(v == Node.ABSENT ? "_" : use(graph, v));
    }
    text.append(indent).append(String.join(", ", outputs)).append(" = ").append(node.op());
    text.append('(').append(String.join(", ", inputs)).append(')');
    if (!node.attributes().given().isEmpty()) {
      text.append(' ').append(node.attributes());
    }
    text.append('\n');
    for (Map.Entry<String, Graph> e : node.subgraphs().entrySet()) {
      text.append(indent).append("  ").append(e.getKey()).append(":\n");
      graph(e.getValue(), indent + "    ");
    }
  }

  private static String declaration(Graph graph, int value) {
    ValueType type = graph.type(value);
    String layout = graph.layout(value).isChannelsLast() ? " (" + graph.layout(value) + ")" : "";
    return "%" + value + ":" + (type == null ? "?" : type) + layout;
  }

  private static String use(Graph graph, int value) {
    Constant constant = graph.constant(value);
    if (constant == null) {
      return "%" + value;
    }
    if (constant.type().shape().elements() <= 8) {
      Tensor tensor = constant.tensor();
      return tensor.toString();
    }
    return constant.type().toString();
  }
}
