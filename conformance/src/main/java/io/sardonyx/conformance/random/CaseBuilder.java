package io.sardonyx.conformance.random;

import com.google.protobuf.ByteString;
import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.importer.ValueEncoder;
import io.sardonyx.runtime.registry.OperatorSchema;
import io.sardonyx.runtime.registry.SchemaCatalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A case in the making: what a rule adds to the node under test. */
final class CaseBuilder {

  /** Types that ONNX Runtime's Java interface carries. */
  private static final Set<ElementType> CARRIED =
      Set.of(
          ElementType.FLOAT,
          ElementType.DOUBLE,
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT16,
          ElementType.INT32,
          ElementType.INT64,
          ElementType.BOOL,
          ElementType.FLOAT16);

  private static final String ML = "ai.onnx.ml";

  final RandomNumbers random;
  final int opset;
  final OperatorSchema schema;
  private final int mlOpset;
  private final List<NodeProto> before = new ArrayList<>();
  private final List<NodeProto> after = new ArrayList<>();

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("random");
  private final NodeProto.Builder node = NodeProto.newBuilder().setName("node");
  private final Map<String, Value> inputs = new LinkedHashMap<>();

  CaseBuilder(String operator, int opset, RandomNumbers random) {
    this.random = random;
    this.opset = opset;
    OperatorSchema standard = SchemaCatalog.standard().find("", operator, opset).orElse(null);
    this.mlOpset = standard == null ? random.between(1, 4) : 3;
    this.schema =
        standard != null
            ? standard
            : SchemaCatalog.standard().find(ML, operator, mlOpset).orElse(null);
    node.setOpType(operator).setDomain(standard == null ? ML : "");
  }

  /** A type that the schema admits for formal input {@code i}, mostly float if that is one. */
  ElementType type(int i) {
    return type(schema.admittedTypes(schema.input(i)));
  }

  boolean hasAttribute(String name) {
    return schema.attributes().containsKey(name);
  }

  /** A type that the schema admits for formal output {@code i}. */
  ElementType outputType(int i) {
    return type(schema.admittedTypes(schema.output(i)));
  }

  private ElementType type(Set<String> admitted) {
    List<ElementType> types = new ArrayList<>();
    for (ElementType type : ElementType.values()) {
      if (CARRIED.contains(type) && admitted.contains("tensor(" + type.onnxName() + ")")) {
        types.add(type);
      }
    }
    if (types.isEmpty()) {
      throw new IllegalArgumentException("no type of " + schema.name() + " can be carried");
    }
    return types.contains(ElementType.FLOAT) && random.chance(0.5)
        ? ElementType.FLOAT
        : types.get(random.upTo(types.size() - 1));
  }

  /** Whether the operator's version at this opset is at least this. */
  boolean since(int version) {
    return schema.sinceVersion() >= version;
  }

  /** Adds an input of the node: a graph's input, or now and then an initializer. */
  CaseBuilder input(Tensor tensor) {
    return random.chance(0.8) ? graphInput(tensor) : constant(tensor);
  }

  /** Adds an input of the node that is a constant. */
  CaseBuilder constant(Tensor tensor) {
    String name = "c" + node.getInputCount();
    graph.addInitializer(ValueEncoder.encode(name, tensor));
    node.addInput(name);
    return this;
  }

  /** Adds an input of the node that another value's name stands for. */
  CaseBuilder named(String name) {
    node.addInput(name);
    return this;
  }

  /** Adds a graph's input that the node does not read, for {@link #before}. */
  String value(Tensor tensor) {
    String name = "v" + inputs.size();
    graphInput(name, tensor);
    return name;
  }

  /** Adds a node before the one under test; its output is called like it. */
  String before(String operator, List<String> from, AttributeProto... attributes) {
    String name = "before" + before.size();
    before.add(other(operator, from, name, attributes));
    return name;
  }

  /** Adds a node that makes an output of the graph from outputs of the one under test. */
  CaseBuilder after(String operator, List<String> from, AttributeProto... attributes) {
    after.add(other(operator, from, "z" + after.size(), attributes));
    return this;
  }

  private static NodeProto other(
      String operator, List<String> from, String to, AttributeProto... attributes) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName("n_" + to)
        .addAllInput(from)
        .addOutput(to)
        .addAllAttribute(List.of(attributes))
        .build();
  }

  private CaseBuilder graphInput(Tensor tensor) {
    String name = "x" + node.getInputCount();
    graphInput(name, tensor);
    node.addInput(name);
    return this;
  }

  private void graphInput(String name, Tensor tensor) {
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(tensor.elementType().code());
    boolean open = random.chance(0.3);
    for (int d = 0; d < tensor.rank(); d++) {
      var dim = type.getShapeBuilder().addDimBuilder();
      if (open) {
        dim.setDimParam(name + "_" + d);
      } else {
        dim.setDimValue(tensor.dim(d));
      }
    }
    type.getShapeBuilder();
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(TypeProto.newBuilder().setTensorType(type)));
    inputs.put(name, tensor);
  }

  /** Leaves out an optional input. */
  CaseBuilder omit() {
    node.addInput("");
    return this;
  }

  /** Adds int64 numbers as an input. */
  CaseBuilder longs(long... values) {
    return input(Tensor.of(values, values.length));
  }

  CaseBuilder ints(String name, long... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    Arrays.stream(values).forEach(a::addInts);
    node.addAttribute(a);
    return this;
  }

  CaseBuilder integer(String name, long value) {
    node.addAttribute(
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value));
    return this;
  }

  CaseBuilder number(String name, double value) {
    node.addAttribute(
        AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF((float) value));
    return this;
  }

  CaseBuilder text(String name, String value) {
    node.addAttribute(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeType.STRING)
            .setS(ByteString.copyFromUtf8(value)));
    return this;
  }

  CaseBuilder numbers(String name, double... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOATS);
    Arrays.stream(values).forEach(v -> a.addFloats((float) v));
    node.addAttribute(a);
    return this;
  }

  CaseBuilder texts(String name, String... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.STRINGS);
    Arrays.stream(values).forEach(v -> a.addStrings(ByteString.copyFromUtf8(v)));
    node.addAttribute(a);
    return this;
  }

  CaseBuilder tensor(String name, Tensor value) {
    node.addAttribute(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeType.TENSOR)
            .setT(ValueEncoder.encode("", value)));
    return this;
  }

  CaseBuilder graph(String name, GraphProto value) {
    node.addAttribute(
        AttributeProto.newBuilder().setName(name).setType(AttributeType.GRAPH).setG(value));
    return this;
  }

  CaseBuilder outputs(int count) {
    for (int i = 0; i < count; i++) {
      node.addOutput("y" + i);
    }
    return this;
  }

  RandomCase build(long seed) {
    if (node.getOutputCount() == 0) {
      outputs(1);
    }
    graph.addAllNode(before).addNode(node).addAllNode(after);
    List<String> outputs =
        after.isEmpty() ? node.getOutputList() : after.stream().map(n -> n.getOutput(0)).toList();
    for (String output : outputs) {
      graph.addOutput(ValueInfoProto.newBuilder().setName(output));
    }
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(mlOpset))
            .setGraph(graph)
            .build();
    return new RandomCase(seed, node.getOpType(), model, inputs);
  }
}
