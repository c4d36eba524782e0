package io.sardonyx.conformance.plans;

import static io.sardonyx.conformance.loader.Models.bool;
import static io.sardonyx.conformance.loader.Models.graph;
import static io.sardonyx.conformance.loader.Models.graphAttribute;
import static io.sardonyx.conformance.loader.Models.input;
import static io.sardonyx.conformance.loader.Models.integer;
import static io.sardonyx.conformance.loader.Models.ints;
import static io.sardonyx.conformance.loader.Models.model;
import static io.sardonyx.conformance.loader.Models.node;
import static io.sardonyx.conformance.loader.Models.scalar;
import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.importer.ValueEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans for many signatures, shapes that depend on data, and subgraphs that read outer values. */
class SegmentsTest {

  private static OnnxModel load(GraphProto.Builder graph, boolean passes) {
    return OnnxModel.load(
        model(graph).build().toByteArray(),
        ModelOptions.DEFAULT.withPasses(passes).withPoisonMemory(true));
  }

  private static ValueInfoProto output(String name) {
    return ValueInfoProto.newBuilder().setName(name).build();
  }

  /** y = the elements of |x| where x is not zero, twice over; z = their number. */
  private static GraphProto.Builder nonZero() {
    return graph(-1)
        .addNode(node("Abs", List.of("x"), List.of("a")))
        .addNode(node("NonZero", List.of("x"), List.of("at")))
        .addNode(node("Squeeze", List.of("at", "axis"), List.of("indices")))
        .addInitializer(io.sardonyx.conformance.loader.Models.longs("axis", 0))
        .addNode(node("Gather", List.of("a", "indices"), List.of("found")))
        .addNode(
            node("Concat", List.of("found", "found"), List.of("y"))
                .addAttribute(integer("axis", 0)))
        .addNode(node("Shape", List.of("found"), List.of("z")))
        .addOutput(output("z"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shapesThatDependOnDataArePlannedAnew(boolean passes) {
    try (OnnxModel model = load(nonZero(), passes)) {
      for (int round = 0; round < 2; round++) {
        for (int n = 0; n < 9; n++) {
          for (int zeros = 0; zeros <= n; zeros++) {
            float[] x = new float[n];
            for (int i = zeros; i < n; i++) {
              x[i] = -i - 1;
            }
            var out = model.run(Map.of("x", Tensor.of(x, n)));
            float[] y = out.tensor("y").floats();
            int found = n - zeros;
            assertThat(out.tensor("z").longs()).containsExactly(found);
            assertThat(y).hasSize(2 * found);
            for (int i = 0; i < 2 * found; i++) {
              assertThat(y[i]).isEqualTo(zeros + i % found + 1);
            }
          }
        }
      }
    }
  }

  /** More signatures than plans are kept: the first ones are planned again and still right. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everySignatureHasItsOwnPlan(boolean passes) {
    GraphProto.Builder g =
        graph(-1, -1)
            .addNode(node("Transpose", List.of("x"), List.of("t")))
            .addNode(node("MatMul", List.of("x", "t"), List.of("m")))
            .addNode(node("Relu", List.of("m"), List.of("y")));
    try (OnnxModel model = load(g, passes)) {
      for (int round = 0; round < 2; round++) {
        for (int n = 1; n <= 100; n++) {
          float[] x = new float[2 * n];
          Arrays.fill(x, 0, n, 1);
          Arrays.fill(x, n, 2 * n, -1);
          float[] y = model.run(Map.of("x", Tensor.of(x, 2, n))).tensor("y").floats();
          assertThat(y).containsExactly(n, 0, 0, n);
        }
      }
      long peak = model.pipeline().program().memoryFigures().peak();
      assertThat(peak).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void branchesReadOuterValues(boolean passes) {
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .setName("then")
            .addNode(node("Add", List.of("doubled", "x"), List.of("t")))
            .addOutput(output("t"));
    GraphProto.Builder otherwise =
        GraphProto.newBuilder()
            .setName("else")
            .addNode(node("Neg", List.of("doubled"), List.of("e")))
            .addOutput(output("e"));
    GraphProto.Builder g =
        graph(-1)
            .addInput(input("condition", TensorProto.DataType.BOOL))
            .addNode(node("Add", List.of("x", "x"), List.of("doubled")))
            .addNode(
                node("If", List.of("condition"), List.of("chosen"))
                    .addAttribute(graphAttribute("then_branch", then))
                    .addAttribute(graphAttribute("else_branch", otherwise)))
            .addNode(node("Mul", List.of("chosen", "doubled"), List.of("y")));
    try (OnnxModel model = load(g, passes)) {
      for (int n = 1; n < 5; n++) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        for (boolean condition : new boolean[] {true, false, true}) {
          float[] y =
              model
                  .run(Map.of("x", Tensor.of(ones, n), "condition", Tensor.scalar(condition)))
                  .tensor("y")
                  .floats();
          assertThat(y).hasSize(n).containsOnly(condition ? 6 : -4);
        }
      }
    }
  }

  /** x, then x + step five times over, where step is made outside; the last and all of them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void loopsReadOuterValuesAndKeepTheirState(boolean passes) {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(input("i", TensorProto.DataType.INT64))
            .addInput(input("c", TensorProto.DataType.BOOL))
            .addInput(input("state", TensorProto.DataType.FLOAT, -1))
            .addNode(node("Add", List.of("state", "step"), List.of("next")))
            .addNode(node("Identity", List.of("c"), List.of("go")))
            .addNode(node("Identity", List.of("next"), List.of("scan")))
            .addOutput(output("go"))
            .addOutput(output("next"))
            .addOutput(output("scan"));
    GraphProto.Builder g =
        graph(-1)
            .addInput(input("count", TensorProto.DataType.INT64))
            .addInitializer(scalar("unused", 5))
            .addInitializer(bool("true", true))
            .addNode(node("Neg", List.of("x"), List.of("step")))
            .addNode(
                node("Loop", List.of("count", "true", "x"), List.of("y", "all"))
                    .addAttribute(graphAttribute("body", body)))
            .addOutput(output("all"));
    try (OnnxModel model = load(g, passes)) {
      for (int n = 1; n < 4; n++) {
        for (int count = 0; count < 4; count++) {
          float[] x = new float[n];
          Arrays.fill(x, 2);
          var out = model.run(Map.of("x", Tensor.of(x, n), "count", Tensor.scalar((long) count)));
          assertThat(out.tensor("y").floats()).hasSize(n).containsOnly(2 - 2 * count);
          assertThat(out.tensor("all").shape()).containsExactly(count, n);
          for (int i = 0; i < count * n; i++) {
            assertThat(out.tensor("all").floats()[i]).isEqualTo(2 - 2 * (i / n + 1));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void scansReadOuterValues(boolean passes) {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(input("sum", TensorProto.DataType.FLOAT))
            .addInput(input("element", TensorProto.DataType.FLOAT))
            .addNode(node("Mul", List.of("element", "factor"), List.of("scaled")))
            .addNode(node("Add", List.of("sum", "scaled"), List.of("next")))
            .addNode(node("Identity", List.of("next"), List.of("prefix")))
            .addOutput(output("next"))
            .addOutput(output("prefix"));
    GraphProto.Builder g =
        graph(-1)
            .addInput(input("start", TensorProto.DataType.FLOAT))
            .addNode(node("Add", List.of("start", "start"), List.of("factor")))
            .addNode(
                node("Scan", List.of("start", "x"), List.of("last", "y"))
                    .addAttribute(graphAttribute("body", body))
                    .addAttribute(integer("num_scan_inputs", 1)));
    try (OnnxModel model = load(g, passes)) {
      for (int n = 1; n < 5; n++) {
        float[] x = new float[n];
        Arrays.fill(x, 1);
        float[] y =
            model
                .run(Map.of("x", Tensor.of(x, n), "start", Tensor.scalar(3f)))
                .tensor("y")
                .floats();
        assertThat(y).hasSize(n);
        for (int i = 0; i < n; i++) {
          assertThat(y[i]).isEqualTo(3 + 6 * (i + 1));
        }
      }
    }
  }

  /** A convolution's result of one pixel is also read by a padded one, in another layout. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resultsOfOnePixelAreReadByConvolutions(boolean passes) {
    float[] ones = new float[16 * 16 * 9];
    Arrays.fill(ones, 1);
    GraphProto.Builder g =
        graph(1, 16, 4, 4)
            .addInitializer(ValueEncoder.encode("w1", Tensor.of(new float[256], 16, 16, 1, 1)))
            .addInitializer(ValueEncoder.encode("b1", Tensor.of(Arrays.copyOf(ones, 16), 16)))
            .addInitializer(ValueEncoder.encode("w3", Tensor.of(ones, 16, 16, 3, 3)))
            .addNode(node("GlobalAveragePool", List.of("x"), List.of("means")))
            .addNode(node("Conv", List.of("means", "w1", "b1"), List.of("middle")))
            .addNode(
                node("Conv", List.of("middle", "w3"), List.of("wide"))
                    .addAttribute(ints("pads", 1, 1, 1, 1)))
            .addNode(
                node("Conv", List.of("wide", "w3"), List.of("y"))
                    .addAttribute(ints("pads", 1, 1, 1, 1)))
            .addOutput(output("middle"))
            .addOutput(output("wide"));
    try (OnnxModel model = load(g, passes)) {
      var out = model.run(Map.of("x", Tensor.of(new float[16 * 16], 1, 16, 4, 4)));
      assertThat(out.tensor("middle").floats()).hasSize(16).containsOnly(1);
      assertThat(out.tensor("wide").floats()).hasSize(16).containsOnly(16);
      assertThat(out.tensor("y").floats()).hasSize(16).containsOnly(256);
    }
  }
}
