package io.sardonyx.ops.layout;

import io.sardonyx.KernelSet;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.Tensors;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.proto.TensorShapeProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.importer.ValueEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators after a convolution give the same, whether they follow its layout or not. */
class ChannelsLastFollowersTest {

  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  @ParameterizedTest
  @CsvSource({
    "ReduceMean, 0",
    "ReduceMean, 1",
    "ReduceMax, 0",
    "ReduceL2, 1",
    "ReduceLogSumExp, 1"
  })
  void reducesPixels(String op, long keepDims) {
    convolution();
    graph.addNode(
        node(op, "c", "y")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("axes")
                    .setType(AttributeType.INTS)
                    .addInts(2)
                    .addInts(-1))
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("keepdims")
                    .setType(AttributeType.INT)
                    .setI(keepDims)));

    compare();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void normalizesPixels(boolean convolveAgain) {
    convolution();
    for (String name : new String[] {"scale", "shift", "mean", "variance"}) {
      float[] data = new float[20];
      for (int i = 0; i < 20; i++) {
        data[i] = 0.5f + i * (name.length() % 3 + 1);
      }
      input(name, Tensor.of(data, 20));
    }
    graph.addNode(
        node("BatchNormalization", "c", convolveAgain ? "b" : "y")
            .addInput("scale")
            .addInput("shift")
            .addInput("mean")
            .addInput("variance"));
    if (convolveAgain) {
      graph.addInitializer(ValueEncoder.encode("v", Tensors.random(3, 4, 20, 3, 3)));
      graph.addNode(node("Conv", "b", "y").addInput("v"));
    }

    compare();
  }

  /** x to c of 20 channels, which is no multiple of a pixel's pitch. */
  private void convolution() {
    input("x", Tensors.random(1, 2, 3, 7, 8));
    graph.addInitializer(ValueEncoder.encode("w", Tensors.random(2, 20, 3, 3, 3)));
    graph.addNode(node("Conv", "x", "c").addInput("w"));
  }

  private static NodeProto.Builder node(String op, String input, String output) {
    return NodeProto.newBuilder().setName(op).setOpType(op).addInput(input).addOutput(output);
  }

  private void input(String name, Tensor tensor) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : tensor.shape()) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(TensorProto.DataType.FLOAT_VALUE)
                            .setShape(shape))));
    inputs.put(name, tensor);
  }

  private void compare() {
    graph.addOutput(ValueInfoProto.newBuilder().setName("y"));
    byte[] model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(11))
            .setGraph(graph)
            .build()
            .toByteArray();
    Tensor expected = run(model, false, KernelSet.SCALAR);
    for (KernelSet kernels : KernelSet.values()) {
      Tensor got = run(model, true, kernels);
      Tensors.assertClose(got, expected, 1e-5, "channels last, " + kernels);
    }
  }

  private Tensor run(byte[] model, boolean passes, KernelSet kernels) {
    ModelOptions options =
        ModelOptions.DEFAULT.withKernels(kernels).withPasses(passes).withPoisonMemory(true);
    try (OnnxModel loaded = OnnxModel.load(model, options)) {
      loaded.run(inputs);
      return loaded.run(inputs).tensor("y");
    }
  }
}
