package io.sardonyx.server;

import io.sardonyx.ElementType;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.proto.TensorShapeProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small models, and the folders that a repository has for them. */
public final class TestModels {

  private static final int IR_VERSION = 10;
  private static final int OPSET = 21;

  private TestModels() {}

  /** Writes a model as the version of a name. */
  public static void write(Path repository, String name, int version, ModelProto model) {
    try {
      Path folder = Files.createDirectories(repository.resolve(name).resolve("" + version));
      Path part = folder.resolve("model.onnx.part");
      Files.write(part, model.toByteArray());
      Files.move(
          part,
          folder.resolve("model.onnx"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the configuration of a name. */
  public static void config(Path repository, String name, String text) {
    try {
      Path folder = Files.createDirectories(repository.resolve(name));
      Files.writeString(folder.resolve("config.pbtxt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code y = x} for any type; a dimension is a number or a name. */
  public static ModelProto identity(ElementType type, Object... shape) {
    return model(
        List.of(value("x", type, shape)),
        List.of(value("y", type, shape)),
        List.of(),
        node("Identity", List.of("x"), List.of("y")));
  }

  /** {@code sum = a + b} and {@code difference = a - b}, of floats [N,4]. */
  public static ModelProto sumAndDifference() {
    return model(
        List.of(value("a", ElementType.FLOAT, "N", 4), value("b", ElementType.FLOAT, "N", 4)),
        List.of(
            value("sum", ElementType.FLOAT, "N", 4),
            value("difference", ElementType.FLOAT, "N", 4)),
        List.of(),
        node("Add", List.of("a", "b"), List.of("sum")),
        node("Sub", List.of("a", "b"), List.of("difference")));
  }

  /** Rows of a table of 3 numbers, [N] to [N]: an index of 3 and more is an error of the run. */
  public static ModelProto lookUp() {
    TensorProto table =
        TensorProto.newBuilder()
            .setName("table")
            .setDataType(ElementType.FLOAT.code())
            .addDims(3)
            .addFloatData(10)
            .addFloatData(20)
            .addFloatData(30)
            .build();
    return model(
        List.of(value("index", ElementType.INT64, "N")),
        List.of(value("row", ElementType.FLOAT, "N")),
        List.of(table),
        node("Gather", List.of("table", "index"), List.of("row")));
  }

  /** {@code y = x * factor} of floats [N,width]. */
  public static ModelProto scale(float factor, int width) {
    TensorProto constant =
        TensorProto.newBuilder()
            .setName("factor")
            .setDataType(ElementType.FLOAT.code())
            .addFloatData(factor)
            .build();
    return model(
        List.of(value("x", ElementType.FLOAT, "N", width)),
        List.of(value("y", ElementType.FLOAT, "N", width)),
        List.of(constant),
        node("Mul", List.of("x", "factor"), List.of("y")));
  }

  /** A mean over the batch, [N,4] to [N,4]: its elements are not independent. */
  public static ModelProto minusBatchMean() {
    return model(
        List.of(value("x", ElementType.FLOAT, "N", 4)),
        List.of(value("y", ElementType.FLOAT, "N", 4)),
        List.of(longs("axes", 0)),
        node("ReduceMean", List.of("x", "axes"), List.of("mean")),
        node("Sub", List.of("x", "mean"), List.of("y")));
  }

  /** A chain of matrix products that takes a while: [N,width] to [N,width]. */
  public static ModelProto slow(int width, int steps) {
    TensorProto.Builder weights =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(ElementType.FLOAT.code())
            .addDims(width)
            .addDims(width);
    for (int i = 0; i < width * width; i++) {
      weights.addFloatData(i % (width + 1) == 0 ? 1 : 0);
    }
    NodeProto[] nodes = new NodeProto[steps];
    for (int i = 0; i < steps; i++) {
      nodes[i] =
          node(
              "MatMul",
              List.of(i == 0 ? "x" : "t" + i, "w"),
              List.of(i == steps - 1 ? "y" : "t" + (i + 1)));
    }
    return model(
        List.of(value("x", ElementType.FLOAT, "N", width)),
        List.of(value("y", ElementType.FLOAT, "N", width)),
        List.of(weights.build()),
        nodes);
  }

  /** {@code y = x}, passed on {@code n} times by a Loop: as slow as one likes. */
  public static ModelProto loop() {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(value("i", ElementType.INT64))
            .addInput(value("condition", ElementType.BOOL))
            .addInput(value("before", ElementType.FLOAT, 1))
            .addOutput(value("go_on", ElementType.BOOL))
            .addOutput(value("after", ElementType.FLOAT, 1))
            .addNode(node("Identity", List.of("condition"), List.of("go_on")))
            .addNode(node("Abs", List.of("before"), List.of("after")))
            .build();
    return model(
        List.of(value("n", ElementType.INT64), value("x", ElementType.FLOAT, 1)),
        List.of(value("y", ElementType.FLOAT, 1)),
        List.of(),
        node(
            "Loop",
            List.of("n", "", "x"),
            List.of("y"),
            AttributeProto.newBuilder()
                .setName("body")
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(body)
                .build()));
  }

  /** {@code total = state + x} and {@code next = total}, with a flag that starts again. */
  public static ModelProto accumulator() {
    return model(
        List.of(
            value("x", ElementType.FLOAT, "N", 1),
            value("start", ElementType.FLOAT, "N", 1),
            value("state", ElementType.FLOAT, "N", 1)),
        List.of(
            value("total", ElementType.FLOAT, "N", 1), value("next", ElementType.FLOAT, "N", 1)),
        List.of(),
        node("Mul", List.of("state", "start"), List.of("cleared")),
        node("Sub", List.of("state", "cleared"), List.of("kept")),
        node("Add", List.of("kept", "x"), List.of("total")),
        node("Identity", List.of("total"), List.of("next")));
  }

  private static TensorProto longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(ElementType.INT64.code())
            .addDims(values.length);
    for (long v : values) {
      tensor.addInt64Data(v);
    }
    return tensor.build();
  }

  static NodeProto node(
      String op, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    return NodeProto.newBuilder()
        .setOpType(op)
        .addAllInput(inputs)
        .addAllOutput(outputs)
        .addAllAttribute(List.of(attributes))
        .build();
  }

  static ModelProto model(
      List<ValueInfoProto> inputs,
      List<ValueInfoProto> outputs,
      List<TensorProto> constants,
      NodeProto... nodes) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(
            GraphProto.newBuilder()
                .setName("test")
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllInitializer(constants)
                .addAllNode(List.of(nodes)))
        .build();
  }

  static ValueInfoProto value(String name, ElementType type, Object... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (Object size : shape) {
      TensorShapeProto.Dimension.Builder dim = dims.addDimBuilder();
      if (size instanceof Integer i) {
        dim.setDimValue(i);
      } else {
        dim.setDimParam((String) size);
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.code()).setShape(dims)))
        .build();
  }
}
