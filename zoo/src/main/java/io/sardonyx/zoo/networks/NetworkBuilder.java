package io.sardonyx.zoo.networks;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.sardonyx.proto.AttributeProto;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds convolutional networks as ONNX models of opset 13, layer by layer, with deterministic
 * random weights. Not thread-safe.
 *
 * <pre>{@code
 * NetworkBuilder b = new NetworkBuilder("tiny", NetworkOptions.DEFAULT);
 * Feature x = b.relu(b.convNorm("stem", b.input(3), Conv.of(64, 7).stride(2), 1));
 * ModelProto model = b.build(b.linear("head", b.flatten(b.globalAveragePool(x), 1), 1000));
 * }</pre>
 */
public final class NetworkBuilder {

  private static final int OPSET = 13;
  private static final int IR_VERSION = 7;

  private final String name;
  private final NetworkOptions options;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Map<String, Integer> counts = new HashMap<>();
  private long layers;

  public NetworkBuilder(String name, NetworkOptions options) {
    this.name = name;
    this.options = options;
  }

  /** The pictures, normalised to mean 0 and variance 1. */
  public Feature input(int channels) {
    graph.addInput(value("input", channels, options.imageSize(), options.imageSize()));
    return new Feature("input", Samples.pictures(channels, numbers()));
  }

  /** A convolution with a bias. */
  public Feature conv(String layer, Feature x, Conv conv) {
    return conv(layer, x, conv, weights(x, conv), 1);
  }

  private Feature conv(String layer, Feature x, Conv conv, Weights weights, double gain) {
    Samples sums = x.samples().convolved(weights, conv);
    Affine centring = Affine.centring(sums, gain, numbers());
    weights.scale(centring.factors());
    return convolve(layer, x, conv, weights, centring.shifts(), sums.then(centring));
  }

  /**
   * A convolution and batch normalisation.
   *
   * @param gain about the deviation of the result: 1, or less at the end of a residual branch, as
   *     trained networks have it; otherwise rounding errors would grow from block to block
   */
  public Feature convNorm(String layer, Feature x, Conv conv, double gain) {
    Weights weights = weights(x, conv);
    Samples sums = x.samples().convolved(weights, conv);
    NormParameters norm = NormParameters.of(sums, gain, numbers());
    Samples result = sums.then(norm.affine());
    if (options.foldNorms()) {
      weights.scale(norm.affine().factors());
      return convolve(layer, x, conv, weights, norm.affine().shifts(), result);
    }
    Feature convolved = convolve(layer, x, conv, weights, null, sums);
    String prefix = layer + ".norm";
    return node(
        prefix,
        "BatchNormalization",
        result,
        List.of(
            convolved.name(),
            tensor(prefix + ".weight", norm.scale()),
            tensor(prefix + ".bias", norm.bias()),
            tensor(prefix + ".running_mean", norm.mean()),
            tensor(prefix + ".running_var", norm.variance())),
        AttributeProto.newBuilder()
            .setName("epsilon")
            .setType(AttributeProto.AttributeType.FLOAT)
            .setF(NormParameters.EPSILON)
            .build());
  }

  /** A fully connected layer on flat features. */
  public Feature linear(String layer, Feature x, int outputs) {
    Weights weights = Weights.random(outputs, x.channels(), numbers());
    Samples sums = x.samples().convolved(weights, Conv.of(outputs, 1));
    Affine centring = Affine.centring(sums, 1, numbers());
    weights.scale(centring.factors());
    return node(
        layer,
        "Gemm",
        sums.then(centring),
        List.of(
            x.name(),
            tensor(layer + ".weight", weights.bytes(), outputs, x.channels()),
            tensor(layer + ".bias", centring.shifts())),
        attribute("transB", 1));
  }

  public Feature relu(Feature x) {
    return node("Relu", x.samples().map(v -> Math.max(v, 0)), x);
  }

  /** The rectifier that ends at 6. */
  public Feature relu6(Feature x) {
    Samples samples = x.samples().map(v -> Math.clamp(v, 0, 6));
    List<String> inputs = List.of(x.name(), scalar("zero", 0), scalar("six", 6));
    return node(unique("Clip"), "Clip", samples, inputs);
  }

  public Feature sigmoid(Feature x) {
    return node("Sigmoid", x.samples().map(v -> 1 / (1 + StrictMath.exp(-v))), x);
  }

  /** x times its sigmoid, as the two nodes that PyTorch exports. */
  public Feature silu(Feature x) {
    return mul(x, sigmoid(x));
  }

  public Feature add(Feature a, Feature b) {
    return node("Add", a.samples().plus(b.samples()), a, b);
  }

  /** The product; {@code b} may have one element for each map of {@code a}. */
  public Feature mul(Feature a, Feature b) {
    return node("Mul", a.samples().times(b.samples()), a, b);
  }

  /**
   * Squeeze and excitation: every channel times a factor that depends on the means of all. The
   * signs of the weights make the factors fall where means rise. This keeps the amplitude in range,
   * which nothing else does in a deep network without rectifiers: SiLU lets it grow or shrink ever
   * faster.
   *
   * @param squeezed channels between the two layers
   */
  public Feature squeezeExcite(String layer, Feature x, int squeezed) {
    Conv first = Conv.of(squeezed, 1);
    Conv second = Conv.of(x.channels(), 1);
    Feature means = globalAveragePool(x);
    Weights squeeze = weights(means, first);
    squeeze.setSign(1);
    Feature inner = silu(conv(layer + ".fc1", means, first, squeeze, 1));
    Weights excite = weights(inner, second);
    excite.setSign(-1);
    return mul(x, sigmoid(conv(layer + ".fc2", inner, second, excite, 0.5)));
  }

  public Feature maxPool(Feature x, int kernel, int stride, int pad) {
    return node(
        unique("MaxPool"),
        "MaxPool",
        x.samples().maxPooled(kernel, stride, pad),
        List.of(x.name()),
        attribute("kernel_shape", kernel, kernel),
        attribute("pads", pad, pad, pad, pad),
        attribute("strides", stride, stride));
  }

  /** The average pool over single elements that PyTorch makes of an adaptive one of that size. */
  public Feature unitAveragePool(Feature x) {
    return node(
        unique("AveragePool"),
        "AveragePool",
        x.samples(),
        List.of(x.name()),
        attribute("kernel_shape", 1, 1),
        attribute("strides", 1, 1));
  }

  public Feature globalAveragePool(Feature x) {
    return node("GlobalAveragePool", x.samples().averaged(), x);
  }

  /**
   * One row of features for each picture.
   *
   * @param side width and height of x
   */
  public Feature flatten(Feature x, int side) {
    return node(
        unique("Flatten"),
        "Flatten",
        x.samples().flattened(side),
        List.of(x.name()),
        attribute("axis", 1));
  }

  /** The model that ends with these scores, which it calls {@code output}. */
  public ModelProto build(Feature scores) {
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      if (node.getOutput(0).equals(scores.name())) {
        node.setOutput(0, "output");
      }
    }
    graph.setName(name).addOutput(value("output", scores.channels()));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("sardonyx-zoo")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  // ------------------------------------------------------------------------------ weights

  private Weights weights(Feature x, Conv conv) {
    int columns = x.channels() / conv.groups() * conv.kernel() * conv.kernel();
    return Weights.random(conv.channels(), columns, numbers());
  }

  /** Every layer has numbers of its own, so that they do not depend on the layers before. */
  private RandomNumbers numbers() {
    return new RandomNumbers(options.seed() + (layers++ << 32));
  }

  // ------------------------------------------------------------------------------ graph

  /** The node; {@code bias} is null for none. */
  private Feature convolve(
      String layer, Feature x, Conv conv, Weights weights, float[] bias, Samples result) {
    int kernel = conv.kernel();
    String weight =
        tensor(
            layer + ".weight",
            weights.bytes(),
            conv.channels(),
            x.channels() / conv.groups(),
            kernel,
            kernel);
    List<String> inputs =
        bias == null
            ? List.of(x.name(), weight)
            : List.of(x.name(), weight, tensor(layer + ".bias", bias));
    int pad = (kernel - 1) / 2;
    return node(
        layer,
        "Conv",
        result,
        inputs,
        attribute("dilations", 1, 1),
        attribute("group", conv.groups()),
        attribute("kernel_shape", kernel, kernel),
        attribute("pads", pad, pad, pad, pad),
        attribute("strides", conv.stride(), conv.stride()));
  }

  private String unique(String operator) {
    return operator + "_" + counts.merge(operator, 1, Integer::sum);
  }

  private Feature node(String operator, Samples samples, Feature... inputs) {
    return node(
        unique(operator), operator, samples, Arrays.stream(inputs).map(Feature::name).toList());
  }

  private Feature node(
      String node,
      String operator,
      Samples samples,
      List<String> inputs,
      AttributeProto... attributes) {
    String output = node + ".out";
    graph.addNode(
        NodeProto.newBuilder()
            .setName(node)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return new Feature(output, samples);
  }

  private static AttributeProto attribute(String name, int value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto attribute(String name, int first, int... others) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.INTS)
            .addInts(first);
    for (int other : others) {
      attribute.addInts(other);
    }
    return attribute.build();
  }

  private String scalar(String tensor, float value) {
    if (counts.putIfAbsent(tensor, 1) == null) {
      addTensor(tensor, UnsafeByteOperations.unsafeWrap(bytes(value)));
    }
    return tensor;
  }

  private String tensor(String tensor, float[] values) {
    addTensor(tensor, UnsafeByteOperations.unsafeWrap(bytes(values)), values.length);
    return tensor;
  }

  private String tensor(String tensor, byte[] raw, long... dims) {
    addTensor(tensor, UnsafeByteOperations.unsafeWrap(raw), dims);
    return tensor;
  }

  private static byte[] bytes(float... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return raw.array();
  }

  private void addTensor(String tensor, ByteString raw, long... dims) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(tensor)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(raw);
    for (long dim : dims) {
      proto.addDims(dim);
    }
    graph.addInitializer(proto);
  }

  private ValueInfoProto value(String value, int... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    TensorShapeProto.Dimension.Builder batch = shape.addDimBuilder();
    if (options.batch() == 0) {
      batch.setDimParam("batch");
    } else {
      batch.setDimValue(options.batch());
    }
    for (int dim : dims) {
      shape.addDimBuilder().setDimValue(dim);
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(value)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
