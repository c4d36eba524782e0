package io.sardonyx.conformance.loader;

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
import java.util.List;

/** Makes models for tests, right ones and wrong ones. */
public final class Models {

  private Models() {}

  public static ModelProto.Builder model(GraphProto.Builder graph) {
    return model(graph, 17);
  }

  public static ModelProto.Builder model(GraphProto.Builder graph, long opset) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph);
  }

  /** A graph with a float input x of this shape (-1: open) and an output y. */
  public static GraphProto.Builder graph(long... shape) {
    return GraphProto.newBuilder()
        .setName("g")
        .addInput(input("x", TensorProto.DataType.FLOAT, shape))
        .addOutput(ValueInfoProto.newBuilder().setName("y"));
  }

  public static ValueInfoProto input(String name, TensorProto.DataType type, long... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dims.addDim(
          size < 0
              ? TensorShapeProto.Dimension.newBuilder()
              : TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dims)))
        .build();
  }

  public static NodeProto.Builder node(String op, List<String> inputs, List<String> outputs) {
    return NodeProto.newBuilder()
        .setName("n_" + op)
        .setOpType(op)
        .addAllInput(inputs)
        .addAllOutput(outputs);
  }

  public static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (long v : values) {
      a.addInts(v);
    }
    return a.build();
  }

  public static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  public static AttributeProto graphAttribute(String name, GraphProto.Builder graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  public static TensorProto longs(String name, long... values) {
    TensorProto.Builder t =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    for (long v : values) {
      t.addInt64Data(v);
    }
    return t.build();
  }

  public static TensorProto scalar(String name, long value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.INT64_VALUE)
        .addInt64Data(value)
        .build();
  }

  public static TensorProto bool(String name, boolean value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.BOOL_VALUE)
        .addInt32Data(value ? 1 : 0)
        .build();
  }

  public static TensorProto.Builder floats(String name, int count, long... dims) {
    ByteBuffer raw = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      raw.putFloat(i);
    }
    TensorProto.Builder t =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(raw.rewind()));
    for (long d : dims) {
      t.addDims(d);
    }
    return t;
  }
}
