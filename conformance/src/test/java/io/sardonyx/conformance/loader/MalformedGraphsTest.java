package io.sardonyx.conformance.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sardonyx.InvalidInputException;
import io.sardonyx.InvalidModelException;
import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.RunCancelledException;
import io.sardonyx.RunOptions;
import io.sardonyx.Tensor;
import io.sardonyx.UnsupportedOperatorException;
import io.sardonyx.proto.FunctionProto;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.proto.ValueInfoProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Graphs that break the specification: each is refused with a message that says where and why. */
class MalformedGraphsTest {

  private static void assertRefused(ModelProto.Builder model, String... messages) {
    assertThatThrownBy(() -> OnnxModel.load(model.build().toByteArray()).close())
        .isInstanceOf(InvalidModelException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(messages));
  }

  private static GraphProto.Builder relu() {
    return Models.graph(2).addNode(Models.node("Relu", List.of("x"), List.of("y")));
  }

  @Test
  void refusesCyclesAndUndefinedValues() {
    assertRefused(
        Models.model(
            Models.graph(2)
                .addNode(Models.node("Add", List.of("x", "b"), List.of("a")))
                .addNode(Models.node("Relu", List.of("a"), List.of("b")))
                .addNode(Models.node("Relu", List.of("b"), List.of("y")))),
        "cycle");
    assertRefused(
        Models.model(Models.graph(2).addNode(Models.node("Relu", List.of("ghost"), List.of("y")))),
        "'ghost' is used");
    assertRefused(Models.model(Models.graph(2)), "'y' is used");
  }

  @Test
  void refusesDuplicateNames() {
    assertRefused(
        Models.model(relu().addNode(Models.node("Relu", List.of("x"), List.of("y")))),
        "'y' is made more than once");
    assertRefused(
        Models.model(relu().addInput(Models.input("x", TensorProto.DataType.FLOAT, 2))),
        "'x' is declared twice");
    assertRefused(
        Models.model(
            relu().addInitializer(Models.longs("c", 1)).addInitializer(Models.longs("c", 1))),
        "'c' is defined twice");
  }

  @Test
  void refusesUnknownOpsetsAndOperators() {
    assertRefused(Models.model(relu(), 99), "imports version 99", "versions 1 to 28");
    assertRefused(Models.model(relu(), 0), "imports version 0");
    assertRefused(Models.model(relu()).setIrVersion(99), "IR version 99");
    assertThatThrownBy(() ->
            OnnxModel.load(
                    Models.model(
                            Models.graph(2)
                                .addNode(Models.node("Frobnicate", List.of("x"), List.of("a")))
                                .addNode(
                                    Models.node("Twist", List.of("a"), List.of("y"))
                                        .setDomain("com.example")))
                        .build()
                        .toByteArray())
                .close())
        .isInstanceOf(UnsupportedOperatorException.class)
        .hasMessageContaining("Frobnicate-17")
        .hasMessageContaining("com.example:Twist");
  }

  @Test
  void refusesWrongArityAttributesAndTypes() {
    assertRefused(
        Models.model(Models.graph(2).addNode(Models.node("Relu", List.of("x", "x"), List.of("y")))),
        "node 'n_Relu' (Relu-14)",
        "has 2 inputs; expected 1");
    assertRefused(
        Models.model(
            Models.graph(2)
                .addNode(
                    Models.node("Relu", List.of("x"), List.of("y"))
                        .addAttribute(Models.integer("speed", 3)))),
        "attribute 'speed' is unknown");
    assertRefused(
        Models.model(
            Models.graph(2)
                .addNode(
                    Models.node("Concat", List.of("x"), List.of("y"))
                        .addAttribute(Models.ints("axis", 0)))),
        "attribute 'axis' is of type INTS; expected INT");
    assertRefused(
        Models.model(Models.graph(2).addNode(Models.node("Concat", List.of("x"), List.of("y")))),
        "required attribute 'axis' is missing");
    assertRefused(
        Models.model(
            Models.graph(2)
                .addInitializer(Models.longs("w", 1, 2))
                .addNode(Models.node("Add", List.of("x", "w"), List.of("y")))),
        "tensor(int64)",
        "tensor(float)");
    assertRefused(
        Models.model(Models.graph(2).addNode(Models.node("Add", List.of("x", ""), List.of("y")))),
        "required input 1 'B' is omitted");
  }

  @Test
  void refusesFunctionsThatCallThemselves() {
    FunctionProto.Builder loop =
        FunctionProto.newBuilder()
            .setName("F")
            .setDomain("local")
            .addInput("a")
            .addOutput("b")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("local").setVersion(1))
            .addNode(Models.node("F", List.of("a"), List.of("b")).setDomain("local"));
    assertRefused(
        Models.model(
                Models.graph(2)
                    .addNode(Models.node("F", List.of("x"), List.of("y")).setDomain("local")))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("local").setVersion(1))
            .addFunctions(loop),
        "the function calls itself");
  }

  @Test
  void refusesControlFlowThatDoesNotFit() {
    GraphProto.Builder one =
        GraphProto.newBuilder()
            .setName("one")
            .addNode(Models.node("Relu", List.of("x"), List.of("t")))
            .addOutput(ValueInfoProto.newBuilder().setName("t"));
    GraphProto.Builder none = GraphProto.newBuilder().setName("none");
    assertRefused(
        Models.model(
            Models.graph(2)
                .addInitializer(Models.bool("c", true))
                .addNode(
                    Models.node("If", List.of("c"), List.of("y"))
                        .addAttribute(Models.graphAttribute("then_branch", one))
                        .addAttribute(Models.graphAttribute("else_branch", none)))),
        "branches have 1 and 0 outputs; expected 1");
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(Models.input("i", TensorProto.DataType.INT64))
            .addOutput(ValueInfoProto.newBuilder().setName("i"));
    assertRefused(
        Models.model(
            Models.graph(2)
                .addInitializer(Models.bool("c", true))
                .addNode(
                    Models.node("Loop", List.of("", "c", "x"), List.of("y"))
                        .addAttribute(Models.graphAttribute("body", body)))),
        "its body has 1 inputs and 1 outputs");
  }

  @Test
  void stopsAnEndlessLoopAtItsDeadline() {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(Models.input("i", TensorProto.DataType.INT64))
            .addInput(Models.input("going", TensorProto.DataType.BOOL))
            .addInput(Models.input("v", TensorProto.DataType.FLOAT, 2))
            .addNode(Models.node("Identity", List.of("going"), List.of("again")))
            .addNode(Models.node("Add", List.of("v", "v"), List.of("w")))
            .addOutput(ValueInfoProto.newBuilder().setName("again"))
            .addOutput(ValueInfoProto.newBuilder().setName("w"));
    ModelProto model =
        Models.model(
                Models.graph(2)
                    .addInitializer(Models.bool("c", true))
                    .addNode(
                        Models.node("Loop", List.of("", "c", "x"), List.of("y"))
                            .addAttribute(Models.graphAttribute("body", body))))
            .build();
    try (OnnxModel loaded = OnnxModel.load(model.toByteArray())) {
      Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[2], 2));
      RunOptions options = RunOptions.DEFAULT.withTimeout(Duration.ofMillis(200));
      long start = System.nanoTime();
      assertThatThrownBy(() -> loaded.run(inputs, options))
          .isInstanceOf(RunCancelledException.class)
          .hasMessageContaining("deadline");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void refusesKernelsThatDoNotFit() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("g")
            .addInput(Models.input("x", TensorProto.DataType.FLOAT, 1, 2, 8, 8))
            .addInitializer(Models.floats("w", 2 * 2 * 9, 2, 2, 3, 3))
            .addOutput(ValueInfoProto.newBuilder().setName("y"));
    assertRefused(conv(graph, Models.ints("kernel_shape", 5, 5)), "'kernel_shape' is [5, 5]");
    assertRefused(
        conv(graph, Models.ints("dilations", 2)), "'dilations' has 1 entries; expected 2");
    assertRefused(conv(graph, Models.ints("strides", 0, 1)), "stride 0");
    assertRefused(conv(graph, Models.ints("pads", -1, 0, 0, 0)), "pads are [-1, 0, 0, 0]");
    assertRefused(conv(graph, Models.ints("dilations", 9, 9)), "does not fit into 8 inputs");
    assertRefused(conv(graph, Models.integer("group", 3)), "3 groups");
  }

  private static ModelProto.Builder conv(
      GraphProto.Builder graph, io.sardonyx.proto.AttributeProto attribute) {
    return Models.model(
        graph
            .clone()
            .addNode(Models.node("Conv", List.of("x", "w"), List.of("y")).addAttribute(attribute)));
  }

  @Test
  void refusesIndicesOutOfRange() {
    ModelProto model =
        Models.model(
                Models.graph(2)
                    .addInput(Models.input("i", TensorProto.DataType.INT64, 1))
                    .addNode(Models.node("Gather", List.of("x", "i"), List.of("y"))))
            .build();
    try (OnnxModel loaded = OnnxModel.load(model.toByteArray())) {
      assertThatThrownBy(() ->
              loaded.run(
                  Map.of("x", Tensor.of(new float[2], 2), "i", Tensor.of(new long[] {7}, 1))))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("node 'n_Gather'")
          .hasMessageContaining("7");
    }
  }

  @Test
  void refusesAllocationBombs() {
    long huge = 1L << 33;
    assertBomb("Expand", List.of("x", "s"), Models.longs("s", huge, 2));
    assertBomb("Tile", List.of("x", "s"), Models.longs("s", huge));
    assertBomb("ConstantOfShape", List.of("s"), Models.longs("s", huge, huge));
    assertBomb("ConstantOfShape", List.of("s"), Models.longs("s", huge));
    assertBomb("Pad", List.of("x", "s"), Models.longs("s", huge, 0));
    assertBomb("OneHot", List.of("i", "s", "v"), Models.scalar("s", huge));
    assertBomb("Range", List.of("zero", "s", "one"), Models.scalar("s", huge));
  }

  private static void assertBomb(String op, List<String> inputs, TensorProto size) {
    ModelProto model =
        Models.model(
                Models.graph(2)
                    .addInitializer(size)
                    .addInitializer(Models.longs("i", 0, 1))
                    .addInitializer(Models.longs("v", 0, 1))
                    .addInitializer(Models.scalar("zero", 0))
                    .addInitializer(Models.scalar("one", 1))
                    .addNode(Models.node(op, inputs, List.of("y"))))
            .build();
    assertThatThrownBy(
            () -> {
              try (OnnxModel loaded = OnnxModel.load(model.toByteArray())) {
                loaded.run(Map.of("x", Tensor.of(new float[2], 2)));
              }
            })
        .as(op)
        .isInstanceOf(OnnxException.class);
  }

  @Test
  void refusesInputsThatDoNotFit() {
    try (OnnxModel model = OnnxModel.load(Models.model(relu()).build().toByteArray())) {
      assertThatThrownBy(() -> model.run(Map.of()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("x: float[2] is missing");
      assertThatThrownBy(() -> model.run(Map.of("z", Tensor.of(new float[2], 2))))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("no input 'z'; it has [x]");
      assertThatThrownBy(() -> model.run(Map.of("x", Tensor.of(new float[3], 3))))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'x' is float[3]; expected float[2]");
      assertThatThrownBy(() -> model.run(Map.of("x", Tensor.of(new double[2], 2))))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("expected float[2]");
    }
  }
}
