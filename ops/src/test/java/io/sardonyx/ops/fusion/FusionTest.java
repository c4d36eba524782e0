package io.sardonyx.ops.fusion;

import static io.sardonyx.ops.TestGraph.ints;
import static io.sardonyx.ops.TestGraph.lines;
import static io.sardonyx.ops.TestGraph.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.ops.Tensors;
import io.sardonyx.ops.TestGraph;
import io.sardonyx.runtime.ir.Graph;
import org.junit.jupiter.api.Test;

class FusionTest {

  private static TestGraph convolution() {
    return TestGraph.opset(17)
        .input("x", Tensors.random(1, 2, 4, 6, 6))
        .constant("w", Tensors.random(2, 4, 4, 3, 3))
        .node("Conv", "c", "x w", ints("pads", 1, 1, 1, 1));
  }

  private static Tensor positive(long seed, long n) {
    float[] values = Tensors.random(seed, n).floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]) + 0.1f;
    }
    return Tensor.of(values, n);
  }

  private static Tensor scalar(double value) {
    return Tensor.scalar((float) value);
  }

  @Test
  void foldsBatchNormalizationIntoAConvolution() {
    TestGraph g =
        convolution()
            .constant("scale", Tensors.random(3, 4))
            .constant("shift", Tensors.random(4, 4))
            .constant("mean", Tensors.random(5, 4))
            .constant("var", positive(6, 4))
            .node("BatchNormalization", "y", "c scale shift mean var")
            .output("y");

    assertThat(lines(g.typed()))
        .isEqualTo(
            """
            c = Conv(x, float[4,4,3,3])
            y = BatchNormalization(c, float[4], float[4], float[4], float[4])\
            """);
    assertThat(lines(g.after(new FoldBatchNormalization())))
        .isEqualTo("y = Conv(x, float[4,4,3,3], float[4])");
    g.runBothWays(1e-5);
  }

  @Test
  void foldsBatchNormalizationIntoATransposedConvolutionWithGroups() {
    TestGraph g =
        TestGraph.opset(17)
            .input("x", Tensors.random(1, 1, 4, 5, 5))
            .constant("w", Tensors.random(2, 4, 3, 2, 2))
            .constant("b", Tensors.random(7, 6))
            .node(
                "ConvTranspose", "c", "x w b", TestGraph.integer("group", 2), ints("strides", 2, 2))
            .constant("scale", Tensors.random(3, 6))
            .constant("shift", Tensors.random(4, 6))
            .constant("mean", Tensors.random(5, 6))
            .constant("var", positive(6, 6))
            .node("BatchNormalization", "y", "c scale shift mean var")
            .output("y");

    assertThat(lines(g.after(new FoldBatchNormalization())))
        .isEqualTo("y = ConvTranspose(x, float[4,3,2,2], float[6])");
    g.runBothWays(1e-5);
  }

  @Test
  void leavesABatchNormalizationWhoseConvolutionIsUsedElsewhere() {
    TestGraph g =
        convolution()
            .constant("p", positive(3, 4))
            .node("BatchNormalization", "y", "c p p p p")
            .output("y")
            .output("c");

    assertThat(g.after(new FoldBatchNormalization()).nodes()).hasSize(2);
  }

  @Test
  void letsTheLaterConvolutionAddAResidual() {
    TestGraph g =
        convolution()
            .node("Relu", "r", "c")
            .constant("v", Tensors.random(8, 4, 4, 1, 1))
            .node("Conv", "d", "r v")
            .node("Add", "s", "d c")
            .node("Relu", "y", "s")
            .output("y");

    assertThat(lines(g.after(new FuseConvAdd())))
        .isEqualTo(
            """
            c = Conv(x, float[4,4,3,3])
            r = Relu(c)
            s = FusedConv(r, float[4,4,1,1], _, c)
            y = Relu(s)\
            """);
    assertThat(lines(g.after(new FuseConvAdd(), new FuseActivation())))
        .endsWith("y = FusedConv(r, float[4,4,1,1], _, c)");
    g.runBothWays(1e-5);
  }

  @Test
  void doesNotFuseAnAdditionThatBroadcasts() {
    TestGraph g =
        convolution().constant("b", Tensors.random(3, 4, 1, 1)).node("Add", "y", "c b").output("y");

    assertThat(lines(g.after(new FuseConvAdd()))).endsWith("y = Add(c, float[4,1,1])");
    g.runBothWays(1e-5);
  }

  @Test
  void fusesEveryActivation() {
    for (String op :
        new String[] {"Relu", "Sigmoid", "Tanh", "LeakyRelu", "HardSwish", "Elu", "HardSigmoid"}) {
      TestGraph g = convolution().node(op, "y", "c").output("y");
      assertThat(lines(g.after(new FuseActivation())))
          .as(op)
          .isEqualTo("y = FusedConv(x, float[4,4,3,3])");
      g.runBothWays(1e-5);
    }
    TestGraph clip =
        convolution()
            .constant("min", scalar(-0.5))
            .constant("max", scalar(0.25))
            .node("Clip", "y", "c min max")
            .output("y");
    assertThat(lines(clip.after(new FuseActivation()))).startsWith("y = FusedConv");
    clip.runBothWays(1e-5);
  }

  @Test
  void recognizesActivationsThatAreWrittenOut() {
    assertRecognized("Swish", convolution().node("Sigmoid", "g", "c").node("Mul", "y", "c g"));
    assertRecognized(
        "HardSwish",
        convolution()
            .node("HardSigmoid", "g", "c", number("alpha", 1 / 6f), number("beta", 0.5f))
            .node("Mul", "y", "g c"));
    assertRecognized(
        "HardSwish",
        convolution()
            .constant("three", scalar(3))
            .constant("zero", scalar(0))
            .constant("six", scalar(6))
            .node("Add", "a", "c three")
            .node("Clip", "g", "a zero six")
            .node("Mul", "m", "c g")
            .node("Div", "y", "m six"));
    assertRecognized(
        "Mish",
        convolution().node("Softplus", "p", "c").node("Tanh", "g", "p").node("Mul", "y", "c g"));
    assertRecognized(
        "Gelu",
        convolution()
            .constant("root", scalar(Math.sqrt(2)))
            .constant("one", scalar(1))
            .constant("half", scalar(0.5))
            .node("Div", "a", "c root")
            .node("Erf", "e", "a")
            .node("Add", "s", "e one")
            .node("Mul", "m", "c s")
            .node("Mul", "y", "m half"));
  }

  private static void assertRecognized(String op, TestGraph g) {
    g.output("y");
    Graph after = g.after(new RecognizeActivations(), new io.sardonyx.runtime.passes.DeadNodes());
    assertThat(lines(after)).isEqualTo("c = Conv(x, float[4,4,3,3])\ny = " + op + "(c)");
    g.runBothWays(1e-5);
  }

  @Test
  void doesNotTakeAnotherGateForAnActivation() {
    TestGraph g = convolution().node("Sigmoid", "g", "x").node("Mul", "y", "c g").output("y");

    assertThat(g.after(new RecognizeActivations()).nodes()).hasSize(3);
  }

  @Test
  void foldsPaddingWithZerosIntoAConvolution() {
    TestGraph g =
        TestGraph.opset(17)
            .input("x", Tensors.random(1, 1, 4, 6, 6))
            .constant("pads", Tensor.of(new long[] {0, 0, 1, 2, 0, 0, 3, 0}, 8))
            .constant("w", Tensors.random(2, 4, 4, 3, 3))
            .node("Pad", "p", "x pads")
            .node("Conv", "y", "p w", ints("pads", 0, 1, 0, 1))
            .output("y");

    Graph after = g.after(new FoldPad());
    assertThat(lines(after)).isEqualTo("y = Conv(x, float[4,4,3,3])");
    assertThat(after.nodes().getFirst().attributes().integers("pads")).containsExactly(1, 3, 3, 1);
    g.runBothWays(1e-5);
  }

  @Test
  void leavesOtherPaddingAndPooling() {
    TestGraph ones =
        TestGraph.opset(17)
            .input("x", Tensors.random(1, 1, 4, 6, 6))
            .constant("pads", Tensor.of(new long[] {0, 0, 1, 1, 0, 0, 1, 1}, 8))
            .constant("one", scalar(1))
            .constant("w", Tensors.random(2, 4, 4, 3, 3))
            .node("Pad", "p", "x pads one")
            .node("Conv", "y", "p w")
            .output("y");
    assertThat(ones.after(new FoldPad()).nodes()).hasSize(2);
    ones.runBothWays(1e-5);

    float[] negative = Tensors.random(3, 1, 2, 4, 4).floats();
    for (int i = 0; i < negative.length; i++) {
      negative[i] = -1 - Math.abs(negative[i]);
    }
    TestGraph pool =
        TestGraph.opset(17)
            .input("x", Tensor.of(negative, 1, 2, 4, 4))
            .constant("pads", Tensor.of(new long[] {0, 0, 1, 1, 0, 0, 1, 1}, 8))
            .node("Pad", "p", "x pads")
            .node("MaxPool", "y", "p", ints("kernel_shape", 2, 2))
            .output("y");
    assertThat(pool.runBothWays(1e-6).floats()[0]).isZero();
  }
}
