package io.sardonyx.bench;

import com.google.protobuf.ByteString;
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
import io.sardonyx.runtime.importer.ValueEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;

/** A model of one node with data, put together input by input. */
final class OperatorCase {

  private static final long OPSET = 18;

  private final String label;
  private final NodeProto.Builder node = NodeProto.newBuilder();
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("operator");
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private int outputs = 1;

  private OperatorCase(String label, String op) {
    this.label = label;
    node.setOpType(op).setName(op);
  }

  /**
   * A case.
   *
   * @param label what the table shows: the operator, and after a space what is special
   */
  static OperatorCase of(String label) {
    return new OperatorCase(label, label.split(" ")[0]);
  }

  String label() {
    return label;
  }

  /** Normally distributed floats. */
  OperatorCase floats(long... shape) {
    Random random = new Random(inputs.size());
    float[] data = new float[elements(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return input(Tensor.of(data, shape));
  }

  /** Integers from 0 on, below a limit. */
  OperatorCase indices(long limit, long... shape) {
    Random random = new Random(inputs.size());
    return longs(i -> random.nextLong(limit), shape);
  }

  /** Integers by their position. */
  OperatorCase longs(LongUnaryOperator value, long... shape) {
    long[] data = new long[elements(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = value.applyAsLong(i);
    }
    return input(Tensor.of(data, shape));
  }

  OperatorCase bools(long... shape) {
    Random random = new Random(inputs.size());
    boolean[] data = new boolean[elements(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextBoolean();
    }
    return input(Tensor.of(data, shape));
  }

  OperatorCase input(Tensor value) {
    String name = "x" + node.getInputCount();
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
    node.addInput(name);
    return this;
  }

  OperatorCase constant(long... values) {
    return constant(Tensor.of(values, values.length));
  }

  OperatorCase constant(Tensor value) {
    String name = "x" + node.getInputCount();
    graph.addInitializer(ValueEncoder.encode(name, value));
    node.addInput(name);
    return this;
  }

  OperatorCase omitted() {
    node.addInput("");
    return this;
  }

  OperatorCase attribute(String name, long value) {
    node.addAttribute(
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value));
    return this;
  }

  OperatorCase attribute(String name, String value) {
    node.addAttribute(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeType.STRING)
            .setS(ByteString.copyFromUtf8(value)));
    return this;
  }

  OperatorCase attribute(String name, long... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (long v : values) {
      a.addInts(v);
    }
    node.addAttribute(a);
    return this;
  }

  OperatorCase outputs(int count) {
    outputs = count;
    return this;
  }

  Map<String, Value> inputs() {
    return inputs;
  }

  byte[] model() {
    NodeProto.Builder complete = node.clone();
    GraphProto.Builder whole = graph.clone();
    for (int i = 0; i < outputs; i++) {
      complete.addOutput("y" + i);
      whole.addOutput(ValueInfoProto.newBuilder().setName("y" + i));
    }
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(whole.addNode(complete))
        .build()
        .toByteArray();
  }

  private static int elements(long... shape) {
    int elements = 1;
    for (long size : shape) {
      elements = Math.multiplyExact(elements, Math.toIntExact(size));
    }
    return elements;
  }
}
