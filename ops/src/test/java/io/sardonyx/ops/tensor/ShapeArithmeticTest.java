package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Exported models compute shapes from shapes. With a symbolic batch the results' shapes have to
 * keep the symbol, and everything else has to be known.
 */
class ShapeArithmeticTest {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("shapes");
  private int constants;

  private String constant(long... values) {
    String name = "c" + constants++;
    graph.addInitializer(ValueEncoder.encode(name, Tensor.of(values, values.length)));
    return name;
  }

  private String scalar(long value) {
    String name = "c" + constants++;
    graph.addInitializer(ValueEncoder.encode(name, Tensor.scalar(value)));
    return name;
  }

  private NodeProto.Builder node(String op, String output, String... inputs) {
    return graph.addNodeBuilder().setOpType(op).addOutput(output).addAllInput(List.of(inputs));
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  private void result(String op, String name, String... inputs) {
    node(op, name, inputs);
    graph.addOutput(ValueInfoProto.newBuilder().setName(name));
  }

  private OnnxModel load(boolean passes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("N");
    shape.addDimBuilder().setDimValue(3);
    shape.addDimBuilder().setDimValue(4);
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName("x")
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape))));
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(10)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
            .setGraph(graph)
            .build();
    return OnnxModel.load(model.toByteArray(), ModelOptions.DEFAULT.withPasses(passes));
  }

  private void build() {
    node("Shape", "s", "x");
    node("Slice", "batch", "s", constant(0), constant(1));
    node("Squeeze", "n", "batch");
    node("Unsqueeze", "n1", "n", constant(0));
    node("Cast", "int", "n1").addAttribute(integer("to", 6));
    node("Cast", "long", "int").addAttribute(integer("to", 7));
    node("Concat", "rows", "long", constant(-1)).addAttribute(integer("axis", 0));
    result("Reshape", "reshaped", "x", "rows");
    node(
        "Slice",
        "reversed",
        "s",
        constant(-1),
        constant(Long.MIN_VALUE),
        constant(0),
        constant(-1));
    result("ConstantOfShape", "filled", "reversed");
    node("Tile", "twice", "n1", constant(2));
    result("ConstantOfShape", "square", "twice");
    node("Expand", "three", "n1", constant(3));
    result("ConstantOfShape", "cube", "three");
    result("Range", "range", scalar(0), "n", scalar(1));
    node("Split", "first", "s")
        .addOutput("middle")
        .addOutput("last")
        .addAttribute(integer("num_outputs", 3));
    node("Concat", "ends", "last", "first").addAttribute(integer("axis", 0));
    node("Transpose", "transposed", "ends");
    node("Identity", "same", "transposed");
    result("ConstantOfShape", "turned", "same");
    node("Unsqueeze", "column", "x", constant(-1));
    node("Concat", "wide", "n1", constant(3, 4, 5)).addAttribute(integer("axis", 0));
    result("Expand", "expanded", "column", "wide");
    result("Flatten", "flat", "x");
    node("Gather", "count", "s", scalar(-3));
    node("Unsqueeze", "count1", "count", constant(0));
    node("Concat", "wanted", "count1", constant(6, 8)).addAttribute(integer("axis", 0));
    result("Resize", "resized", "x", "", "", "wanted");
    node("Gather", "swapped", "s", constant(2, 0));
    result("ConstantOfShape", "picked", "swapped");
  }

  @Test
  void keepsSymbols() {
    build();
    try (OnnxModel model = load(true)) {
      assertThat(model.outputs().stream().map(o -> ((TensorType) o.type()).shape().toString()))
          .containsExactly(
              "[N,12]",
              "[4,3,N]",
              "[N,N]",
              "[N,N,N]",
              "[N]",
              "[4,N]",
              "[N,3,4,5]",
              "[N,12]",
              "[N,6,8]",
              "[4,N]");
    }
  }

  @Test
  void givesTheNumbers() {
    build();
    for (boolean passes : new boolean[] {true, false}) {
      try (OnnxModel model = load(passes)) {
        for (long n = 0; n < 3; n++) {
          var y = model.run(Map.of("x", Tensors.ramp(n, 3, 4)));

          assertThat(y.tensor("reshaped").shape()).containsExactly(n, 12);
          assertThat(y.tensor("filled").shape()).containsExactly(4, 3, n);
          assertThat(y.tensor("square").shape()).containsExactly(n, n);
          assertThat(y.tensor("cube").shape()).containsExactly(n, n, n);
          assertThat(y.tensor("range").longs()).hasSize((int) n);
          assertThat(y.tensor("turned").shape()).containsExactly(4, n);
          assertThat(y.tensor("expanded").shape()).containsExactly(n, 3, 4, 5);
          assertThat(y.tensor("resized").shape()).containsExactly(n, 6, 8);
          assertThat(y.tensor("picked").shape()).containsExactly(4, n);
        }
      }
      graph.clearInput();
    }
  }
}
