package io.sardonyx.ops;

import io.sardonyx.Tensor;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.importer.ValueEncoder;
import java.util.List;

/**
 * Makes the subgraphs of control-flow nodes. Names are written one after the other: {@code "x y"}.
 */
public final class Graphs {

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  private Graphs() {}

  /** A graph with these formal inputs and outputs, whose types are to be inferred. */
  public static Graphs graph(String inputs, String outputs) {
    Graphs made = new Graphs();
    made.graph.setName("body");
    for (String name : names(inputs)) {
      made.graph.addInput(ValueInfoProto.newBuilder().setName(name));
    }
    for (String name : names(outputs)) {
      made.graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    }
    return made;
  }

  /** Adds a node without attributes. */
  public Graphs node(String op, String inputs, String outputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(op)
            .addAllInput(names(inputs))
            .addAllOutput(names(outputs)));
    return this;
  }

  /** Gives the node added last an attribute. */
  public Graphs attribute(String name, long value) {
    graph
        .getNodeBuilder(graph.getNodeCount() - 1)
        .addAttribute(
            AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value));
    return this;
  }

  /** Adds a constant. */
  public Graphs constant(String name, Tensor value) {
    graph.addInitializer(ValueEncoder.encode(name, value));
    return this;
  }

  public GraphProto build() {
    return graph.build();
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
