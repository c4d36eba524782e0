package io.sardonyx.ops;

import com.google.protobuf.ByteString;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TensorShapeProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.proto.file.ModelFile;
import io.sardonyx.runtime.importer.ModelImporter;
import io.sardonyx.runtime.importer.ValueEncoder;
import io.sardonyx.runtime.inference.TypeInference;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassContext;
import io.sardonyx.runtime.registry.OperatorRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A small model for tests of passes: built by name, shown as one line a node, and run. */
public final class TestGraph {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final int opset;

  private TestGraph(int opset) {
    this.opset = opset;
  }

  public static TestGraph opset(int opset) {
    return new TestGraph(opset);
  }

  /** An input with its value for {@link #run}. */
  public TestGraph input(String name, Tensor value) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : value.shape()) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(value.elementType().code())
                            .setShape(shape))));
    inputs.put(name, value);
    return this;
  }

  public TestGraph constant(String name, Tensor value) {
    graph.addInitializer(ValueEncoder.encode(name, value));
    return this;
  }

  /** A node named after its first output; the operator's domain, if any, stands before a colon. */
  public TestGraph node(
      String op, String outputs, String inputNames, AttributeProto.Builder... attributes) {
    int colon = op.indexOf(':');
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setDomain(op.substring(0, Math.max(0, colon)))
            .setOpType(op.substring(colon + 1))
            .setName(outputs.split(" ")[0]);
    for (String name : outputs.split(" ")) {
      node.addOutput(name.equals("_") ? "" : name);
    }
    for (String name : inputNames.split(" ", -1)) {
      node.addInput(name.equals("_") ? "" : name);
    }
    for (AttributeProto.Builder a : attributes) {
      node.addAttribute(a);
    }
    graph.addNode(node);
    return this;
  }

  public TestGraph output(String name) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    return this;
  }

  public static AttributeProto.Builder ints(String name, long... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (long v : values) {
      a.addInts(v);
    }
    return a;
  }

  public static AttributeProto.Builder integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value);
  }

  public static AttributeProto.Builder number(String name, float value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF(value);
  }

  public static AttributeProto.Builder string(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value));
  }

  public static AttributeProto.Builder strings(String name, String... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.STRINGS);
    for (String v : values) {
      a.addStrings(ByteString.copyFromUtf8(v));
    }
    return a;
  }

  /** The model; it imports version 1 of every domain that its nodes use. */
  public ModelProto model() {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph);
    graph.getNodeList().stream()
        .map(NodeProto::getDomain)
        .filter(d -> !d.isEmpty())
        .distinct()
        .forEach(
            d -> model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(d).setVersion(1)));
    return model.build();
  }

  /** The inputs by name. */
  public Map<String, Value> inputs() {
    return inputs;
  }

  /** The typed graph. */
  public Graph typed() {
    ModelImporter importer = new ModelImporter(OperatorRegistry.standard());
    return TypeInference.infer(importer.importModel(ModelFile.of(model())));
  }

  /** The typed graph after these passes. */
  public Graph after(Pass... passes) {
    Graph current = typed();
    PassContext context = new PassContext(ModelOptions.DEFAULT, OperatorRegistry.standard());
    for (Pass pass : passes) {
      current = TypeInference.infer(pass.run(current, context));
    }
    return current;
  }

  /** One line a node: results, operator, operands by name; constants by their type. */
  public static String lines(Graph g) {
    List<String> lines = new ArrayList<>();
    for (Node node : g.nodes()) {
      lines.add(
          names(g, node.outputs())
              + " = "
              + node.op().name()
              + "("
              + names(g, node.inputs())
              + ")");
    }
    return String.join("\n", lines);
  }

  private static String names(Graph g, int[] values) {
    return java.util.Arrays.stream(values)
        .mapToObj(v ->
            v == Node.ABSENT ? "_" : g.constant(v) != null ? g.type(v).toString() : g.valueName(v))
        .collect(Collectors.joining(", "));
  }

  /** The first result of the whole model. */
  public Tensor run(ModelOptions options) {
    return (Tensor) runAll(options).values().iterator().next();
  }

  /** All results of the whole model, by name. */
  public Map<String, Value> runAll(ModelOptions options) {
    try (OnnxModel loaded = OnnxModel.load(model().toByteArray(), options)) {
      return loaded.run(inputs).values();
    }
  }

  /** Requires that the model gives the same with and without passes, and gives the result. */
  public Tensor runBothWays(double tolerance) {
    Tensor plain = run(ModelOptions.DEFAULT.withPasses(false).withPoisonMemory(true));
    Tensor optimized = run(ModelOptions.DEFAULT.withPoisonMemory(true));
    Tensors.assertClose(optimized, plain, tolerance, "with passes");
    return optimized;
  }
}
