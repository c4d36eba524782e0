package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.importer.ValueEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes small convolutional graphs with branches, so that fusions, layouts and the memory plan meet
 * each other in ways that nobody thought of. Makes one graph.
 */
final class GraphGenerator {

  private record Map4(String name, long[] shape) {}

  private final RandomNumbers random;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("random");
  private final List<Map4> values = new ArrayList<>();
  private int names;

  GraphGenerator(RandomNumbers random) {
    this.random = random;
  }

  RandomCase generate(long seed) {
    long[] shape = {random.between(1, 2), random.between(1, 20), random.between(4, 12), 0};
    shape[3] = random.chance(0.7) ? shape[2] : random.between(4, 12);
    Tensor x = random.finite(ElementType.FLOAT, shape);
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(ElementType.FLOAT.code());
    boolean open = random.chance(0.3);
    for (int d = 0; d < 4; d++) {
      var dim = type.getShapeBuilder().addDimBuilder();
      if (open && d != 1) {
        dim.setDimParam("d" + d);
      } else {
        dim.setDimValue(shape[d]);
      }
    }
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName("x")
            .setType(TypeProto.newBuilder().setTensorType(type)));
    values.add(new Map4("x", shape));
    int nodes = random.between(2, 10);
    for (int i = 0; i < nodes; i++) {
      layer();
    }
    outputs();
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(random.one(13, 17, 20)))
            .setGraph(graph)
            .build();
    return new RandomCase(seed, RandomCase.GRAPH, model, Map.of("x", x));
  }

  /** The last value, those that nobody uses, and now and then one from within. */
  private void outputs() {
    List<String> used =
        graph.getNodeList().stream().flatMap(n -> n.getInputList().stream()).toList();
    for (Map4 v : values.subList(1, values.size())) {
      if (!used.contains(v.name) || random.chance(0.1)) {
        graph.addOutput(ValueInfoProto.newBuilder().setName(v.name));
      }
    }
  }

  private Map4 any() {
    return random.chance(0.6) ? values.getLast() : values.get(random.upTo(values.size() - 1));
  }

  private void layer() {
    Map4 x = any();
    switch (random.upTo(13)) {
      case 0, 1, 2, 3 -> conv(x);
      case 4 -> norm(x);
      case 5, 6 -> activation(x);
      case 7 -> join(x, random.one("Add", "Mul", "Sub"));
      case 8 -> scaled(x);
      case 9 -> concat(x);
      case 10 -> pool(x);
      case 11 -> twisted(x);
      case 12 -> halves(x);
      default -> squeezed(x);
    }
  }

  private Map4 node(String operator, long[] shape, List<String> inputs, AttributeProto... a) {
    Map4 y = new Map4("v" + names++, shape);
    graph.addNode(
        NodeProto.newBuilder()
            .setName("n_" + y.name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(y.name)
            .addAllAttribute(List.of(a)));
    values.add(y);
    return y;
  }

  private String constant(Tensor tensor) {
    String name = "c" + names++;
    graph.addInitializer(ValueEncoder.encode(name, tensor));
    return name;
  }

  private String floats(long... shape) {
    return constant(random.range(ElementType.FLOAT, -0.7, 0.7, shape));
  }

  private void conv(Map4 x) {
    boolean depthwise = random.chance(0.25);
    long in = x.shape[1];
    long out = depthwise ? in : random.between(1, 24);
    int kernel = random.one(1, 1, 3, 3, 5);
    int stride = random.chance(0.2) ? 2 : 1;
    int pad = random.chance(0.8) || x.shape[2] < kernel || x.shape[3] < kernel ? kernel / 2 : 0;
    List<String> inputs =
        new ArrayList<>(List.of(x.name, floats(out, depthwise ? 1 : in, kernel, kernel)));
    if (random.chance(0.5)) {
      inputs.add(floats(out));
    }
    long[] shape = x.shape.clone();
    shape[1] = out;
    for (int d = 2; d < 4; d++) {
      shape[d] = (x.shape[d] + 2 * pad - kernel) / stride + 1;
    }
    node(
        "Conv",
        shape,
        inputs,
        ints("kernel_shape", kernel, kernel),
        ints("pads", pad, pad, pad, pad),
        ints("strides", stride, stride),
        integer("group", depthwise ? in : 1));
  }

  private void norm(Map4 x) {
    long c = x.shape[1];
    String variance = constant(random.range(ElementType.FLOAT, 0.5, 2, c));
    node("BatchNormalization", x.shape, List.of(x.name, floats(c), floats(c), floats(c), variance));
  }

  private void activation(Map4 x) {
    String operator =
        random.one("Relu", "Sigmoid", "Tanh", "LeakyRelu", "HardSigmoid", "Clip", "Silu", "Elu");
    switch (operator) {
      case "Clip" ->
          node(
              "Clip",
              x.shape,
              List.of(x.name, constant(Tensor.scalar(0f)), constant(Tensor.scalar(6f))));
      case "Silu" -> {
        Map4 gate = node("Sigmoid", x.shape, List.of(x.name));
        node("Mul", x.shape, List.of(x.name, gate.name));
      }
      default -> node(operator, x.shape, List.of(x.name));
    }
  }

  private void join(Map4 x, String operator) {
    List<Map4> fitting = values.stream().filter(v -> Arrays.equals(v.shape, x.shape)).toList();
    Map4 other = fitting.get(random.upTo(fitting.size() - 1));
    node(operator, x.shape, List.of(x.name, other.name));
  }

  private void scaled(Map4 x) {
    String factor = random.chance(0.5) ? floats(x.shape[1], 1, 1) : floats(1);
    node(random.one("Mul", "Add"), x.shape, List.of(x.name, factor));
  }

  private void concat(Map4 x) {
    List<Map4> fitting =
        values.stream()
            .filter(v -> v.shape[0] == x.shape[0])
            .filter(v -> v.shape[2] == x.shape[2] && v.shape[3] == x.shape[3])
            .toList();
    Map4 other = fitting.get(random.upTo(fitting.size() - 1));
    long[] shape = x.shape.clone();
    shape[1] += other.shape[1];
    if (shape[1] <= 60) {
      node("Concat", shape, List.of(x.name, other.name), integer("axis", 1));
    }
  }

  private void pool(Map4 x) {
    if (x.shape[2] < 2 || x.shape[3] < 2) {
      return;
    }
    long[] shape = x.shape.clone();
    shape[2] = (shape[2] - 2) / 2 + 1;
    shape[3] = (shape[3] - 2) / 2 + 1;
    node(
        random.one("MaxPool", "AveragePool"),
        shape,
        List.of(x.name),
        ints("kernel_shape", 2, 2),
        ints("strides", 2, 2));
  }

  /** Transposed, changed, and transposed back. */
  private void twisted(Map4 x) {
    long[] s = x.shape;
    Map4 last =
        node("Transpose", new long[] {s[0], s[2], s[3], s[1]}, List.of(x.name), perm(0, 2, 3, 1));
    Map4 changed =
        random.chance(0.5)
            ? last
            : node("Add", last.shape, List.of(last.name, floats(last.shape[3])));
    node("Transpose", s, List.of(changed.name), perm(0, 3, 1, 2));
  }

  /** Split into two parts of the channels, and joined the other way round. */
  private void halves(Map4 x) {
    long c = x.shape[1];
    if (c < 2) {
      return;
    }
    long cut = random.between(1, (int) c - 1);
    Map4 a = part(x, 0, cut);
    Map4 b = part(x, cut, c);
    node("Concat", x.shape, List.of(b.name, a.name), integer("axis", 1));
  }

  private Map4 part(Map4 x, long from, long to) {
    long[] shape = x.shape.clone();
    shape[1] = to - from;
    String start = constant(Tensor.of(new long[] {from}, 1));
    String end = constant(Tensor.of(new long[] {to}, 1));
    String axis = constant(Tensor.of(new long[] {1}, 1));
    return node("Slice", shape, List.of(x.name, start, end, axis));
  }

  /** Squeeze and excitation. */
  private void squeezed(Map4 x) {
    long c = x.shape[1];
    long[] one = {x.shape[0], c, 1, 1};
    Map4 means = node("GlobalAveragePool", one, List.of(x.name));
    Map4 mixed =
        node("Conv", one, List.of(means.name, floats(c, c, 1, 1)), ints("kernel_shape", 1, 1));
    Map4 gate = node("Sigmoid", one, List.of(mixed.name));
    node("Mul", x.shape, List.of(x.name, gate.name));
  }

  private static AttributeProto perm(long... axes) {
    return ints("perm", axes);
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
}
