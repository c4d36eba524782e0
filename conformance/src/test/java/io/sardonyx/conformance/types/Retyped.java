package io.sardonyx.conformance.types;

import io.sardonyx.ElementType;
import io.sardonyx.OnnxModel;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueInfo;
import io.sardonyx.conformance.ReferenceCase;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TensorShapeProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.registry.OperatorSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reference case of one node and tensors, whose operator set and types can be changed.
 *
 * @param node the node
 * @param opsets the operator sets that the case imports
 * @param inputs the graph's inputs by name, with the case's data
 */
record Retyped(NodeProto node, List<OperatorSetIdProto> opsets, Map<String, Tensor> inputs) {

  /** The case, if it is one node between tensors. */
  static Optional<Retyped> of(ReferenceCase test) throws IOException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(test.model()));
    GraphProto graph = model.getGraph();
    if (graph.getNodeCount() != 1
        || graph.getInitializerCount() > 0
        || model.getFunctionsCount() > 0
        || graph.getNode(0).getAttributeList().stream().anyMatch(AttributeProto::hasG)) {
      return Optional.empty();
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    try (OnnxModel loaded = OnnxModel.load(test.model())) {
      Map<String, Value> data = test.data(loaded).getFirst().inputs();
      for (ValueInfo input : loaded.inputs()) {
        if (!(data.get(input.name()) instanceof Tensor tensor)) {
          return Optional.empty();
        }
        inputs.put(input.name(), tensor);
      }
    }
    return Optional.of(new Retyped(graph.getNode(0), model.getOpsetImportList(), inputs));
  }

  /** The node's domain; empty for ai.onnx. */
  String domain() {
    return node.getDomain().equals("ai.onnx") ? "" : node.getDomain();
  }

  /** The type of the first input that belongs to a type parameter; empty if none is given. */
  Optional<ElementType> type(OperatorSchema schema, String parameter) {
    for (int i = 0; i < node.getInputCount(); i++) {
      OperatorSchema.Parameter formal = schema.input(i);
      if (formal != null && formal.type().equals(parameter) && !node.getInput(i).isEmpty()) {
        return Optional.ofNullable(inputs.get(node.getInput(i))).map(Tensor::elementType);
      }
    }
    return Optional.empty();
  }

  /**
   * Runs the node in a version of its operator set, the inputs of a type parameter turned into a
   * type.
   *
   * @throws io.sardonyx.OnnxException if it does not load or run
   */
  void run(OperatorSchema schema, String parameter, ElementType type) {
    Map<String, Value> data = new LinkedHashMap<>(inputs);
    for (int i = 0; i < node.getInputCount(); i++) {
      OperatorSchema.Parameter formal = schema.input(i);
      String name = node.getInput(i);
      if (formal != null && formal.type().equals(parameter) && inputs.containsKey(name)) {
        data.put(name, converted(inputs.get(name), type));
      }
    }
    try (OnnxModel model = OnnxModel.load(model(schema.sinceVersion(), data).toByteArray())) {
      model.run(data);
    }
  }

  private ModelProto model(int version, Map<String, Value> data) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("retyped").addNode(node);
    for (Map.Entry<String, Value> e : data.entrySet()) {
      TensorType type = (TensorType) e.getValue().type();
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      for (long size : type.shape().sizes()) {
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
      }
      graph.addInput(
          ValueInfoProto.newBuilder()
              .setName(e.getKey())
              .setType(
                  TypeProto.newBuilder()
                      .setTensorType(
                          TypeProto.Tensor.newBuilder()
                              .setElemType(type.elementType().code())
                              .setShape(shape))));
    }
    for (String output : node.getOutputList()) {
      if (!output.isEmpty()) {
        graph.addOutput(ValueInfoProto.newBuilder().setName(output));
      }
    }
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(10).setGraph(graph);
    for (OperatorSetIdProto opset : opsets) {
      String domain = opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain();
      model.addOpsetImport(
          domain.equals(domain()) ? opset.toBuilder().setVersion(version).build() : opset);
    }
    return model.build();
  }

  /** The same numbers in another type, as Cast has it. */
  private static Tensor converted(Tensor tensor, ElementType type) {
    if (tensor.elementType() == type) {
      return tensor;
    }
    if (type.isComplex()) {
      int numbers = 2 * Math.toIntExact(Shape.elements(tensor.shape()));
      Object parts = type.storage() == Storage.FLOATS ? new float[numbers] : new double[numbers];
      return Tensor.of(type, parts, tensor.shape());
    }
    NodeProto.Builder cast =
        NodeProto.newBuilder()
            .setOpType("Cast")
            .addInput("x")
            .addOutput("y")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("to")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(type.code()));
    List<OperatorSetIdProto> opset =
        List.of(OperatorSetIdProto.newBuilder().setVersion(25).build());
    Map<String, Value> data = Map.of("x", tensor);
    ModelProto model = new Retyped(cast.build(), opset, Map.of()).model(25, data);
    try (OnnxModel loaded = OnnxModel.load(model.toByteArray())) {
      return loaded.run(data).tensor();
    }
  }
}
