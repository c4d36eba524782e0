package io.sardonyx.ops.layout;

import static io.sardonyx.ops.TestGraph.integer;
import static io.sardonyx.ops.TestGraph.ints;
import static io.sardonyx.ops.TestGraph.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.Tensors;
import io.sardonyx.ops.TestGraph;
import io.sardonyx.runtime.ir.Graph;
import org.junit.jupiter.api.Test;

class ChannelsLastRegionsTest {

  private static TestGraph stem(int channels) {
    return TestGraph.opset(17)
        .input("x", Tensors.random(1, 2, 3, 9, 9))
        .constant("w", Tensors.random(2, channels, 3, 3, 3))
        .node("Conv", "a", "x w", ints("pads", 1, 1, 1, 1));
  }

  @Test
  void changesLayoutAtTheBordersOnly() {
    TestGraph g =
        stem(8)
            .constant("v", Tensors.random(3, 8, 8, 3, 3))
            .node("Relu", "b", "a")
            .node("MaxPool", "c", "b", ints("kernel_shape", 2, 2), ints("strides", 2, 2))
            .node("Conv", "d", "c v")
            .node("GlobalAveragePool", "e", "d")
            .node("Flatten", "y", "e")
            .output("y");

    assertThat(lines(g.after(new ChannelsLastRegions())))
        .isEqualTo(
            """
            a = Conv(x, float[8,3,3,3])
            b = Relu(a)
            c = MaxPool(b)
            d = Conv(c, float[8,8,3,3])
            e = GlobalAveragePool(d)
            e = Relayout(e)
            y = Flatten(e)\
            """);
    g.runBothWays(1e-5);
  }

  @Test
  void givesPartsThePitchOfTheirConcat() {
    TestGraph g =
        stem(16)
            .constant("v", Tensors.random(3, 32, 16, 1, 1))
            .constant("u", Tensors.random(4, 4, 48, 1, 1))
            .node("Conv", "b", "a v")
            .node("Concat", "c", "a b", integer("axis", 1))
            .node("Conv", "y", "c u")
            .output("y");

    Graph after = g.after(new ChannelsLastRegions());
    for (int v = 0; v < after.valueCount(); v++) {
      if (after.valueName(v).equals("a") || after.valueName(v).equals("b")) {
        assertThat(after.layout(v).pitch()).isEqualTo(48);
      }
    }
    g.runBothWays(1e-5);
  }

  @Test
  void keepsPartsThatDoNotFillVectorsApart() {
    TestGraph g =
        stem(8)
            .constant("v", Tensors.random(3, 8, 8, 1, 1))
            .constant("u", Tensors.random(4, 4, 16, 1, 1))
            .node("Conv", "b", "a v")
            .node("Concat", "c", "a b", integer("axis", 1))
            .node("Conv", "y", "c u")
            .output("y");

    g.runBothWays(1e-5);
  }

  @Test
  void runsSplitsConcatsAndArithmeticBetweenConvolutions() {
    TestGraph g =
        stem(64)
            .constant("v", Tensors.random(3, 32, 32, 3, 3))
            .constant("u", Tensors.random(4, 5, 64, 1, 1))
            .constant("scale", Tensors.random(5, 1, 64, 1, 1))
            .constant("two", Tensor.of(new float[] {2}, 1))
            .node("Split", "l r", "a", integer("axis", 1))
            .node("Conv", "m", "r v", ints("pads", 1, 1, 1, 1))
            .node("Concat", "c", "l m", integer("axis", 1))
            .node("Mul", "d", "c scale")
            .node("Sub", "e", "d two")
            .node("GlobalAveragePool", "p", "e")
            .node("Sigmoid", "s", "p")
            .node("Mul", "f", "e s")
            .node("Conv", "y", "f u")
            .output("y");

    assertThat(lines(g.after(new ChannelsLastRegions())).split("Relayout", -1)).hasSize(2);
    g.runBothWays(1e-5);
  }

  @Test
  void leavesGraphsWithoutConvolutionsAlone() {
    TestGraph g =
        TestGraph.opset(17)
            .input("x", Tensors.random(1, 1, 2, 3, 3))
            .node("Relu", "y", "x")
            .output("y");

    Graph typed = g.typed();
    assertThat(new ChannelsLastRegions().run(typed, null)).isSameAs(typed);
  }
}
