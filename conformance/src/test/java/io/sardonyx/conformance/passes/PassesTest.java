package io.sardonyx.conformance.passes;

import static io.sardonyx.conformance.loader.Models.graph;
import static io.sardonyx.conformance.loader.Models.integer;
import static io.sardonyx.conformance.loader.Models.ints;
import static io.sardonyx.conformance.loader.Models.longs;
import static io.sardonyx.conformance.loader.Models.model;
import static io.sardonyx.conformance.loader.Models.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Outputs;
import io.sardonyx.Tensor;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.passes.CommonSubexpressions;
import io.sardonyx.runtime.passes.ConstantFolding;
import io.sardonyx.runtime.passes.DeadNodes;
import io.sardonyx.runtime.passes.IdentityElimination;
import io.sardonyx.runtime.passes.Pass;
import io.sardonyx.runtime.passes.PassContext;
import io.sardonyx.runtime.passes.ReshapeCleanup;
import io.sardonyx.runtime.passes.TransposeCleanup;
import io.sardonyx.runtime.registry.OperatorRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The general passes: the graph before and after, and the same results. */
class PassesTest {

  private static Graph typed(GraphProto.Builder graph) {
    byte[] bytes = model(graph).build().toByteArray();
    try (OnnxModel model = OnnxModel.load(bytes)) {
      return model.pipeline().typed();
    }
  }

  private static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(n -> n.op().name()).toList();
  }

  /** Runs one pass and holds the operators before and after against what is expected. */
  private static Graph assertPass(
      Pass pass, GraphProto.Builder proto, List<String> before, List<String> after) {
    Graph graph = typed(proto);
    assertThat(operators(graph)).isEqualTo(before);
    PassContext context = new PassContext(ModelOptions.DEFAULT, OperatorRegistry.standard());
    Graph changed = pass.run(graph, context);
    assertThat(operators(changed)).isEqualTo(after);
    assertThat(operators(graph)).as("the old graph stays as it was").isEqualTo(before);
    assertThat(pass.run(changed, context)).as("nothing is left to do").isSameAs(changed);
    assertSameResults(proto);
    return changed;
  }

  private static void assertSameResults(GraphProto.Builder proto) {
    byte[] bytes = model(proto).build().toByteArray();
    Tensor x = Tensor.of(new float[] {-3, -2, -1, 0, 1, 2}, 2, 3);
    try (OnnxModel with = OnnxModel.load(bytes);
        OnnxModel without = OnnxModel.load(bytes, ModelOptions.DEFAULT.withPasses(false))) {
      Outputs a = with.run(Map.of("x", x));
      Outputs b = without.run(Map.of("x", x));
      assertThat(a.tensor("y").shape()).isEqualTo(b.tensor("y").shape());
      assertThat(a.tensor("y").floats()).isEqualTo(b.tensor("y").floats());
    }
  }

  @Test
  void constantFoldingComputesWhatIsKnown() {
    GraphProto.Builder g =
        graph(2, 3)
            .addInitializer(longs("two", 3, 2))
            .addInitializer(longs("zero", 0, 0))
            .addNode(node("Add", List.of("two", "zero"), List.of("shape")))
            .addNode(node("Shape", List.of("x"), List.of("unused")))
            .addNode(node("Reshape", List.of("x", "shape"), List.of("y")));
    Graph after =
        assertPass(
            new ConstantFolding(), g, List.of("Add", "Shape", "Reshape"), List.of("Reshape"));
    assertThat(after.constant(after.nodes().getFirst().input(1)).tensor().longs())
        .containsExactly(3, 2);
  }

  @Test
  void deadNodesGo() {
    GraphProto.Builder g =
        graph(2, 3)
            .addNode(node("Neg", List.of("x"), List.of("a")))
            .addNode(node("Abs", List.of("a"), List.of("b")))
            .addNode(node("Relu", List.of("x"), List.of("y")));
    assertPass(new DeadNodes(), g, List.of("Neg", "Abs", "Relu"), List.of("Relu"));
  }

  @Test
  void identitiesGo() {
    GraphProto.Builder g =
        graph(2, 3)
            .addInitializer(longs("same", 2, 3))
            .addNode(node("Identity", List.of("x"), List.of("a")))
            .addNode(node("Dropout", List.of("a"), List.of("b")))
            .addNode(node("Cast", List.of("b"), List.of("c")).addAttribute(integer("to", 1)))
            .addNode(node("Reshape", List.of("c", "same"), List.of("d")))
            .addNode(node("Concat", List.of("d"), List.of("e")).addAttribute(integer("axis", 0)))
            .addNode(node("Relu", List.of("e"), List.of("y")));
    assertPass(
        new IdentityElimination(),
        g,
        List.of("Identity", "Dropout", "Cast", "Reshape", "Concat", "Relu"),
        List.of("Relu"));
  }

  @Test
  void castsAndReshapesThatChangeSomethingStay() {
    GraphProto.Builder g =
        graph(2, 3)
            .addInitializer(longs("other", 3, 2))
            .addNode(node("Cast", List.of("x"), List.of("a")).addAttribute(integer("to", 7)))
            .addNode(node("Cast", List.of("a"), List.of("b")).addAttribute(integer("to", 1)))
            .addNode(node("Reshape", List.of("b", "other"), List.of("y")));
    List<String> all = List.of("Cast", "Cast", "Reshape");
    assertPass(new IdentityElimination(), g, all, all);
  }

  @Test
  void transposesJoinAndVanish() {
    GraphProto.Builder joined =
        graph(2, 3)
            .addNode(node("Unsqueeze", List.of("x", "axis"), List.of("u")))
            .addInitializer(longs("axis", 0))
            .addNode(
                node("Transpose", List.of("u"), List.of("a")).addAttribute(ints("perm", 1, 2, 0)))
            .addNode(
                node("Transpose", List.of("a"), List.of("b")).addAttribute(ints("perm", 0, 2, 1)))
            .addNode(node("Relu", List.of("b"), List.of("y")));
    Graph after =
        assertPass(
            new TransposeCleanup(),
            joined,
            List.of("Unsqueeze", "Transpose", "Transpose", "Relu"),
            List.of("Unsqueeze", "Transpose", "Transpose", "Relu"));
    assertThat(after.nodes().get(2).attributes().integers("perm")).containsExactly(1, 0, 2);
    GraphProto.Builder back =
        graph(2, 3)
            .addNode(node("Transpose", List.of("x"), List.of("a")).addAttribute(ints("perm", 1, 0)))
            .addNode(node("Transpose", List.of("a"), List.of("b")).addAttribute(ints("perm", 1, 0)))
            .addNode(node("Relu", List.of("b"), List.of("y")));
    assertThat(operators(optimized(back))).doesNotContain("Transpose");
    assertSameResults(back);
  }

  private static Graph optimized(GraphProto.Builder graph) {
    try (OnnxModel model = OnnxModel.load(model(graph).build().toByteArray())) {
      return model.pipeline().optimized();
    }
  }

  @Test
  void reshapesReadWhatTheReshapesBeforeThemRead() {
    GraphProto.Builder g =
        graph(2, 3)
            .addInitializer(longs("six", 6))
            .addInitializer(longs("other", 3, 2))
            .addNode(node("Reshape", List.of("x", "six"), List.of("a")))
            .addNode(node("Reshape", List.of("a", "other"), List.of("y")));
    Graph before = typed(g);
    PassContext context = new PassContext(ModelOptions.DEFAULT, OperatorRegistry.standard());
    Graph after = new ReshapeCleanup().run(before, context);
    assertThat(after.nodes().getLast().input(0)).isEqualTo(after.inputs().getFirst());
    assertSameResults(g);
  }

  @Test
  void reshapesThatCopyDimensionsStay() {
    GraphProto.Builder g =
        graph(2, 3)
            .addInitializer(longs("turned", 3, 2))
            .addInitializer(longs("copy", 0, -1, 1))
            .addNode(node("Reshape", List.of("x", "turned"), List.of("a")))
            .addNode(node("Reshape", List.of("a", "copy"), List.of("y")));
    Graph before = typed(g);
    PassContext context = new PassContext(ModelOptions.DEFAULT, OperatorRegistry.standard());
    assertThat(new ReshapeCleanup().run(before, context)).isSameAs(before);
    assertSameResults(g);
  }

  @Test
  void equalNodesShareOneResult() {
    GraphProto.Builder g =
        graph(2, 3)
            .addNode(node("Abs", List.of("x"), List.of("a")))
            .addNode(node("Abs", List.of("x"), List.of("b")))
            .addNode(node("Neg", List.of("a"), List.of("c")))
            .addNode(node("Neg", List.of("b"), List.of("d")))
            .addNode(node("Add", List.of("c", "d"), List.of("y")));
    assertPass(
        new CommonSubexpressions(),
        g,
        List.of("Abs", "Abs", "Neg", "Neg", "Add"),
        List.of("Abs", "Neg", "Add"));
  }

  @Test
  void randomNodesAreNotShared() {
    GraphProto.Builder g =
        graph(2, 3)
            .addNode(node("RandomNormalLike", List.of("x"), List.of("a")))
            .addNode(node("RandomNormalLike", List.of("x"), List.of("b")))
            .addNode(node("Sub", List.of("a", "b"), List.of("y")))
            .addOutput(ValueInfoProto.newBuilder().setName("a"));
    Graph graph = typed(g);
    PassContext context = new PassContext(ModelOptions.DEFAULT, OperatorRegistry.standard());
    assertThat(new CommonSubexpressions().run(graph, context)).isSameAs(graph);
  }
}
