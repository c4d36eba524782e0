package io.sardonyx.ops.training;

import static io.sardonyx.ops.TestGraph.integer;
import static io.sardonyx.ops.TestGraph.ints;
import static io.sardonyx.ops.TestGraph.number;
import static io.sardonyx.ops.TestGraph.string;
import static io.sardonyx.ops.TestGraph.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.ops.TestGraph;
import io.sardonyx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Derivatives against differences, in doubles, for every operator that has a rule. */
class GradientTest {

  private static final String GRADIENT = "ai.onnx.preview.training:Gradient";

  /** One node whose derivatives by its first inputs are checked; the others are constants. */
  private record Case(
      String op,
      int opset,
      List<Tensor> by,
      List<Tensor> constants,
      int outputs,
      AttributeProto.Builder... attributes) {}

  private static final List<Case> CASES = cases();

  private static List<Case> cases() {
    List<Case> c = new ArrayList<>();
    for (String op : List.of("Add", "Sub", "Mul", "Div", "Max", "Min", "Sum")) {
      c.add(of(op, positive(2, 3), positive(3)));
      c.add(of(op, positive(3, 1), positive(2, 1, 4)));
    }
    c.add(of("Pow", positive(2, 3), positive(3)));
    for (String op :
        List.of(
            "Abs",
            "Cos",
            "Cosh",
            "Erf",
            "Exp",
            "Log",
            "Neg",
            "Reciprocal",
            "Sin",
            "Sinh",
            "Sqrt",
            "Tan",
            "Identity",
            "Relu",
            "Sigmoid",
            "Tanh",
            "Softplus",
            "Softsign",
            "Dropout")) {
      c.add(of(op, positive(2, 3)));
    }
    for (String op : List.of("Abs", "Erf", "Relu", "Sigmoid", "Softplus", "Softsign", "Tanh")) {
      c.add(of(op, mixed(3, 4)));
    }
    c.add(of("LeakyRelu", List.of(mixed(7)), List.of(), number("alpha", 0.3f)));
    c.add(of("Elu", List.of(mixed(7)), List.of(), number("alpha", 1.5f)));
    c.add(of("Gelu", mixed(7)));
    c.add(
        of(
            "Clip",
            List.of(mixed(9)),
            List.of(Tensor.of(new double[] {-0.5}), Tensor.of(new double[] {0.7}))));
    c.add(of("Cast", List.of(mixed(3)), List.of(), integer("to", 11)));
    c.add(of("CastLike", List.of(mixed(3)), List.of(mixed(1))));
    c.add(of("MatMul", mixed(2, 3), mixed(3, 4)));
    c.add(of("MatMul", mixed(5, 1, 2, 3), mixed(4, 3, 2)));
    c.add(of("MatMul", mixed(3), mixed(2, 3, 4)));
    c.add(of("MatMul", mixed(2, 4, 3), mixed(3)));
    c.add(of("MatMul", mixed(3), mixed(3)));
    for (int trans = 0; trans < 4; trans++) {
      boolean a = (trans & 1) != 0;
      boolean b = (trans & 2) != 0;
      c.add(
          of(
              "Gemm",
              List.of(a ? mixed(3, 2) : mixed(2, 3), b ? mixed(4, 3) : mixed(3, 4), mixed(4)),
              List.of(),
              integer("transA", a ? 1 : 0),
              integer("transB", b ? 1 : 0),
              number("alpha", 0.5f),
              number("beta", 2)));
    }
    c.add(of("Conv", mixed(2, 3, 5, 6), mixed(4, 3, 3, 2), mixed(4)));
    c.add(
        of(
            "Conv",
            List.of(mixed(1, 2, 8, 7), mixed(3, 2, 3, 2)),
            List.of(),
            ints("strides", 2, 3),
            ints("pads", 1, 0, 2, 1)));
    c.add(
        of(
            "Conv",
            List.of(mixed(1, 1, 9), mixed(2, 1, 2)),
            List.of(),
            ints("strides", 2),
            ints("dilations", 3)));
    for (String op :
        List.of(
            "ReduceSum",
            "ReduceMean",
            "ReduceMax",
            "ReduceMin",
            "ReduceSumSquare",
            "ReduceL1",
            "ReduceL2",
            "ReduceLogSum",
            "ReduceLogSumExp")) {
      Tensor axis = Tensor.of(new long[] {1}, 1);
      c.add(of(op, List.of(positive(2, 3, 2)), List.of(axis), integer("keepdims", 0)));
      c.add(of(op, List.of(positive(2, 3, 2)), List.of(axis)));
      c.add(of(op, List.of(positive(2, 3)), List.of(), integer("keepdims", 0)));
    }
    c.add(of("GlobalAveragePool", mixed(2, 3, 4, 2)));
    c.add(of("Softmax", List.of(mixed(2, 3, 2)), List.of(), integer("axis", 1)));
    c.add(of("LogSoftmax", mixed(2, 3)));
    c.add(of("Flatten", mixed(2, 3, 2)));
    c.add(of("Reshape", List.of(mixed(2, 6)), List.of(Tensor.of(new long[] {3, -1}, 2))));
    c.add(of("Squeeze", mixed(2, 1, 3)));
    c.add(of("Unsqueeze", List.of(mixed(2, 3)), List.of(Tensor.of(new long[] {1}, 1))));
    c.add(of("Expand", List.of(mixed(3, 1)), List.of(Tensor.of(new long[] {2, 3, 4}, 3))));
    c.add(of("Transpose", List.of(mixed(2, 3, 4)), List.of(), ints("perm", 1, 2, 0)));
    c.add(of("Transpose", mixed(2, 3)));
    c.add(of("Concat", List.of(mixed(2, 3), mixed(2, 1)), List.of(), integer("axis", -1)));
    c.add(
        new Case(
            "Split",
            18,
            List.of(mixed(2, 4)),
            List.of(),
            2,
            integer("axis", 1),
            integer("num_outputs", 2)));
    c.add(of("Gather", List.of(mixed(4, 2)), List.of(Tensor.of(new long[] {3, 0, 3}, 3))));
    c.add(of("Pad", List.of(mixed(2, 3)), List.of(Tensor.of(new long[] {1, 0, 0, 2}, 4))));
    return c;
  }

  private static Case of(String op, Tensor... by) {
    return of(op, List.of(by), List.of());
  }

  private static Case of(
      String op, List<Tensor> by, List<Tensor> constants, AttributeProto.Builder... attributes) {
    return new Case(op, 20, by, constants, 1, attributes);
  }

  private static Tensor positive(long... shape) {
    return numbers(0.3, 1.3, shape);
  }

  private static Tensor mixed(long... shape) {
    return numbers(-1.2, 1.3, shape);
  }

  private static Tensor numbers(double low, double high, long... shape) {
    Random random = new Random(shape.length + shape[0]);
    int length = 1;
    for (long size : shape) {
      length *= (int) size;
    }
    double[] data = new double[length];
    for (int i = 0; i < length; i++) {
      data[i] = low + (high - low) * random.nextDouble();
    }
    return Tensor.of(data, shape);
  }

  @Test
  void everyRuleHasACase() {
    TreeSet<String> tested = new TreeSet<>(List.of("Where"));
    CASES.forEach(c -> tested.add(c.op));
    assertThat(tested).containsExactlyElementsOf(Gradient.supported());
  }

  @TestFactory
  Stream<DynamicTest> equalsDifferences() {
    return CASES.stream()
        .map(c -> dynamicTest(c.op + " " + c.by.getFirst().type(), () -> check(c)));
  }

  /** The square of the outputs makes the derivatives by them differ from one. */
  private static TestGraph graph(Case c, List<Tensor> by, boolean differentiates) {
    TestGraph g = TestGraph.opset(c.opset);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < by.size(); i++) {
      names.add("x" + i);
      g.input("x" + i, by.get(i));
    }
    List<String> xs = List.copyOf(names);
    for (int i = 0; i < c.constants.size(); i++) {
      names.add("c" + i);
      g.constant("c" + i, c.constants.get(i));
    }
    g.node(c.op, c.outputs == 1 ? "out" : "out other", String.join(" ", names), c.attributes);
    g.node("Mul", "y", "out out");
    if (!differentiates) {
      return g.output("y");
    }
    List<String> dx = xs.stream().map(n -> "d" + n).toList();
    g.node(
        GRADIENT,
        String.join(" ", dx),
        String.join(" ", xs),
        strings("xs", xs.toArray(String[]::new)),
        string("y", "y"));
    dx.forEach(g::output);
    return g;
  }

  private static void check(Case c) {
    for (boolean passes : new boolean[] {false, true}) {
      ModelOptions options = ModelOptions.DEFAULT.withPasses(passes).withPoisonMemory(true);
      var derivatives = graph(c, c.by, true).runAll(options);
      for (int i = 0; i < c.by.size(); i++) {
        Tensor got = (Tensor) derivatives.get("dx" + i);
        assertThat(got.type()).isEqualTo(c.by.get(i).type());
        double[] expected = differences(c, i);
        for (int k = 0; k < expected.length; k++) {
          assertThat(got.doubles()[k])
              .as("derivative by element %d of input %d, passes %s", k, i, passes)
              .isCloseTo(expected[k], within(1e-5 * Math.max(1, Math.abs(expected[k]))));
        }
      }
    }
  }

  private static double[] differences(Case c, int input) {
    double step = 1e-6;
    double[] slopes = new double[c.by.get(input).doubles().length];
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] = (sum(c, input, k, step) - sum(c, input, k, -step)) / (2 * step);
    }
    return slopes;
  }

  private static double sum(Case c, int input, int element, double change) {
    List<Tensor> moved = new ArrayList<>(c.by);
    double[] data = moved.get(input).doubles().clone();
    data[element] += change;
    moved.set(input, Tensor.of(data, moved.get(input).shape()));
    double sum = 0;
    for (double y : graph(c, moved, false).run(ModelOptions.DEFAULT).doubles()) {
      sum += y;
    }
    return sum;
  }

  @Test
  void whereSendsDerivativesToTheBranchTaken() {
    Map<String, io.sardonyx.Value> d =
        TestGraph.opset(16)
            .input("a", mixed(4))
            .input("b", mixed(4))
            .constant("c", Tensor.of(new boolean[] {true, false, false, true}, 4))
            .node("Where", "y", "c a b")
            .node(GRADIENT, "da db", "a b", strings("xs", "a", "b"), string("y", "y"))
            .output("da")
            .output("db")
            .runAll(ModelOptions.DEFAULT);
    assertThat(((Tensor) d.get("da")).doubles()).containsExactly(1, 0, 0, 1);
    assertThat(((Tensor) d.get("db")).doubles()).containsExactly(0, 1, 1, 0);
  }

  @Test
  void isTakenOfAGradient() {
    Tensor d =
        TestGraph.opset(16)
            .input("x", Tensor.of(new double[] {2, 3}, 2))
            .node("Mul", "square", "x x")
            .node("Mul", "y", "square x")
            .node(GRADIENT, "dy", "x", strings("xs", "x"), string("y", "y"))
            .node(GRADIENT, "ddy", "x", strings("xs", "x"), string("y", "dy"))
            .output("ddy")
            .run(ModelOptions.DEFAULT);
    assertThat(d.doubles()).containsExactly(12, 18);
  }

  @Test
  void isTakenAtOtherPoints() {
    Map<String, io.sardonyx.Value> d =
        TestGraph.opset(16)
            .input("x", Tensor.of(new double[] {2, 3}, 2))
            .input("point", Tensor.of(new double[] {5}, 1))
            .input("scale", Tensor.of(new double[] {7}, 1))
            .node("Mul", "square", "x x")
            .node("Mul", "y", "square scale")
            .node(
                GRADIENT,
                "d",
                "point scale",
                strings("xs", "x"),
                strings("zs", "scale"),
                string("y", "y"))
            .output("d")
            .output("y")
            .runAll(ModelOptions.DEFAULT);
    assertThat(((Tensor) d.get("d")).doubles()).containsExactly(70);
    assertThat(((Tensor) d.get("y")).doubles()).containsExactly(28, 63);
  }

  @Test
  void isTakenOfAnIntermediateValueAndZeroWhereNothingDepends() {
    Map<String, io.sardonyx.Value> d =
        TestGraph.opset(16)
            .input("x", Tensor.of(new double[] {2, 3}, 2))
            .input("z", Tensor.of(new double[] {1, 1, 1}, 3))
            .node("Exp", "h", "x")
            .node("Mul", "y", "h h")
            .node(GRADIENT, "dh dz", "h z", strings("xs", "h", "z"), string("y", "y"))
            .output("dh")
            .output("dz")
            .runAll(ModelOptions.DEFAULT);
    assertThat(((Tensor) d.get("dh")).doubles())
        .containsExactly(new double[] {2 * Math.exp(2), 2 * Math.exp(3)}, within(1e-9));
    assertThat(((Tensor) d.get("dz")).doubles()).containsExactly(0, 0, 0);
  }

  @Test
  void namesWhatItCannotDo() {
    TestGraph g =
        TestGraph.opset(16)
            .input("x", mixed(2, 2))
            .node("Det", "y", "x")
            .node(GRADIENT, "d", "x", strings("xs", "x"), string("y", "y"))
            .output("d");
    assertThatThrownBy(() -> g.run(ModelOptions.DEFAULT))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("node 'd'")
        .hasMessageContaining("node 'y' (Det-11), whose derivative is not known");
    TestGraph unknown =
        TestGraph.opset(16)
            .input("x", mixed(2, 2))
            .node(GRADIENT, "d", "x", strings("xs", "x"), string("y", "nothing"))
            .output("d");
    assertThatThrownBy(() -> unknown.run(ModelOptions.DEFAULT))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'nothing'");
    TestGraph missing =
        TestGraph.opset(16)
            .input("x", mixed(2, 2))
            .node("Exp", "y", "x")
            .node(GRADIENT, "d", "x", strings("xs", "x", "y"), string("y", "y"))
            .output("d");
    assertThatThrownBy(() -> missing.run(ModelOptions.DEFAULT))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("expected one for each of the 2 names");
  }
}
