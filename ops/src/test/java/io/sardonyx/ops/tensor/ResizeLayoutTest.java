package io.sardonyx.ops.tensor;

import com.google.protobuf.ByteString;
import io.sardonyx.KernelSet;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.ops.Tensors;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TensorShapeProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.importer.ValueEncoder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Resize between convolutions, which runs channels last, against one that does not. */
class ResizeLayoutTest {

  private static final int CHANNELS = 5;

  @Test
  void movesPixels() {
    assertSame("nearest", 1, CHANNELS, 7, 9);
  }

  @Test
  void interpolatesPictures() {
    assertSame("linear", 1, CHANNELS, 7, 9);
    assertSame("cubic", 1, CHANNELS, 3, 11);
  }

  @Test
  void interpolatesOneAxis() {
    assertSame("linear", 1, CHANNELS, 4, 9);
    assertSame("linear", 1, CHANNELS, 7, 6);
  }

  @Test
  void resizesTheBatch() {
    assertSame("linear", 3, CHANNELS, 7, 9);
  }

  @Test
  void resizesChannels() {
    assertSame("nearest", 1, 3, 4, 6);
    assertSame("linear", 1, 3, 7, 6);
  }

  private static void assertSame(String mode, long... sizes) {
    byte[] model = model(mode, sizes).toByteArray();
    Tensor x = Tensors.random(7, 1, CHANNELS, 4, 6);
    Tensor plain = run(model, x, KernelSet.SCALAR, false);
    for (KernelSet kernels : KernelSet.values()) {
      Tensor y = run(model, x, kernels, true);
      Tensors.assertClose(y, plain, 1e-5, mode + " " + kernels);
    }
  }

  private static Tensor run(byte[] model, Tensor x, KernelSet kernels, boolean passes) {
    ModelOptions options =
        ModelOptions.DEFAULT.withKernels(kernels).withPasses(passes).withPoisonMemory(true);
    try (OnnxModel loaded = OnnxModel.load(model, options)) {
      return loaded.run(Map.of("x", x)).tensor("y");
    }
  }

  private static ModelProto model(String mode, long... sizes) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName("x")
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(1)
                            .setShape(
                                TensorShapeProto.newBuilder()
                                    .addDim(dim(1))
                                    .addDim(dim(CHANNELS))
                                    .addDim(dim(4))
                                    .addDim(dim(6))))));
    graph.addOutput(ValueInfoProto.newBuilder().setName("y"));
    graph.addInitializer(
        ValueEncoder.encode("before", Tensors.random(1, CHANNELS, CHANNELS, 1, 1)));
    graph.addInitializer(ValueEncoder.encode("after", Tensors.random(2, 4, sizes[1], 3, 3)));
    graph.addInitializer(ValueEncoder.encode("sizes", Tensor.of(sizes, 4)));
    graph.addNode(node("Conv", "a", "x", "before"));
    graph.addNode(
        node("Resize", "b", "a", "", "", "sizes")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("mode")
                    .setType(AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(mode))));
    graph.addNode(node("Conv", "y", "b", "after"));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(graph)
        .build();
  }

  private static TensorShapeProto.Dimension dim(long size) {
    return TensorShapeProto.Dimension.newBuilder().setDimValue(size).build();
  }

  private static NodeProto.Builder node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(type + output)
        .addOutput(output)
        .addAllInput(java.util.List.of(inputs));
  }
}
