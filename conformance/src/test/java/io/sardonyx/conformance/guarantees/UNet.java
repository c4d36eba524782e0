package io.sardonyx.conformance.guarantees;

import com.google.protobuf.ByteString;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A U-Net: its long connections keep large tensors alive while small ones come and go, which is
 * hard on a memory planner.
 *
 * @see <a href="https://arxiv.org/abs/1505.04597">Ronneberger et al., U-Net</a>
 */
final class UNet {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("unet");
  private final Random random = new Random(3);
  private int names;

  private UNet() {}

  /**
   * The model: input {@code input} of [batch,3,height,width], output {@code output} of
   * [batch,1,height,width].
   *
   * @param base channels of the first level; every level has twice as many as the one above
   * @param depth how often pictures are halved
   */
  static byte[] build(int base, int depth) {
    return new UNet().model(base, depth).toByteArray();
  }

  private ModelProto model(int base, int depth) {
    graph.addInput(value("input", 3));
    String x = "input";
    int channels = 3;
    List<String> skips = new ArrayList<>();
    for (int level = 0; level < depth; level++) {
      x = block(x, channels, base << level);
      channels = base << level;
      skips.add(x);
      x = node("MaxPool", List.of(x), ints("kernel_shape", 2, 2), ints("strides", 2, 2));
    }
    x = block(x, channels, base << depth);
    for (int level = depth - 1; level >= 0; level--) {
      int up = base << level;
      String grown =
          node(
              "ConvTranspose",
              List.of(x, weights(2 * up, up, 2, 2)),
              ints("kernel_shape", 2, 2),
              ints("strides", 2, 2));
      x = node("Concat", List.of(skips.get(level), grown), integer("axis", 1));
      x = block(x, 2 * up, up);
    }
    x = node("Conv", List.of(x, weights(1, base, 1, 1)), ints("kernel_shape", 1, 1));
    graph.addNode(
        NodeProto.newBuilder().setOpType("Sigmoid").addInput(x).addOutput("output").build());
    graph.addOutput(value("output", 1));
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(graph)
        .build();
  }

  private String block(String x, int from, int to) {
    String first = node("Relu", List.of(conv(x, from, to)));
    return node("Relu", List.of(conv(first, to, to)));
  }

  private String conv(String x, int from, int to) {
    return node(
        "Conv",
        List.of(x, weights(to, from, 3, 3)),
        ints("kernel_shape", 3, 3),
        ints("pads", 1, 1, 1, 1));
  }

  private String node(String operator, List<String> inputs, AttributeProto... attributes) {
    String output = "v" + names++;
    graph.addNode(
        NodeProto.newBuilder()
            .setName("n_" + output)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return output;
  }

  private String weights(long... dims) {
    int n = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    double scale = Math.sqrt(2.0 * dims[0] / n);
    ByteBuffer raw = ByteBuffer.allocate(4 * n).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < n; i++) {
      raw.putFloat((float) (scale * random.nextGaussian()));
    }
    String name = "w" + names++;
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(raw.rewind()));
    Arrays.stream(dims).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    Arrays.stream(values).forEach(a::addInts);
    return a.build();
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  private static ValueInfoProto value(String name, int channels) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(channels))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("height"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("width"))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }
}
