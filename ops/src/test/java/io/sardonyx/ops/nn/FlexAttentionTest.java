package io.sardonyx.ops.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.ValueInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlexAttentionTest {

  private static OpTest flex(Tensor q, Tensor k, Tensor v) {
    return OpTest.op("ai.onnx.preview", "FlexAttention", 1).input(q).input(k).input(v);
  }

  private static GraphProto graph(String operator) {
    return GraphProto.newBuilder()
        .setName("mod")
        .addInput(ValueInfoProto.newBuilder().setName("a"))
        .addNode(NodeProto.newBuilder().setOpType(operator).addInput("a").addOutput("b"))
        .addOutput(ValueInfoProto.newBuilder().setName("b"))
        .build();
  }

  @ParameterizedTest
  @CsvSource({"1,2,2,1,9,8,5", "2,6,3,20,30,16,16"})
  void isPlainAttentionWithoutSubgraphs(
      int batch, int heads, int shared, int queries, int keys, int size, int valueSize) {
    Tensor q = Tensors.random(1, batch, heads, queries, size);
    Tensor k = Tensors.random(2, batch, shared, keys, size);
    Tensor v = Tensors.random(3, batch, shared, keys, valueSize);
    PlainAttention plain = new PlainAttention(q, k, v).run();
    Tensors.assertClose(flex(q, k, v).run(), plain.output(), 1e-5, "output");
  }

  @Test
  void givesScoresAndWeightsToSubgraphs() {
    // One query and two keys; scores 0 and 1 before, weights a half after.
    Tensor q = Tensor.of(new float[] {1}, 1, 1, 1, 1);
    Tensor k = Tensor.of(new float[] {0, 1}, 1, 1, 2, 1);
    Tensor v = Tensor.of(new float[] {1, 10}, 1, 1, 2, 1);
    double weight = 1 / (1 + Math.exp(Math.tanh(1)));
    Tensor scores = flex(q, k, v).attribute("score_mod", graph("Tanh")).run();
    assertThat((double) scores.floats()[0])
        .isCloseTo(weight + 10 * (1 - weight), org.assertj.core.data.Offset.offset(1e-5));
    double first = 1 / (1 + Math.E);
    Tensor weights = flex(q, k, v).attribute("prob_mod", graph("Sqrt")).run();
    assertThat((double) weights.floats()[0])
        .isCloseTo(
            Math.sqrt(first) + 10 * Math.sqrt(1 - first),
            org.assertj.core.data.Offset.offset(1e-5));
  }

  @Test
  void computesHalvesAsFloats() {
    short one = Float.floatToFloat16(1);
    Tensor x = Tensor.of(ElementType.FLOAT16, new short[] {one, one}, 1, 1, 2, 1);
    Tensor y = flex(x, x, x).attribute("softmax_precision", 10).run();
    assertThat(y.shorts()).containsExactly(one, one);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Tensor x = Tensors.ramp(1, 2, 3);
    assertThat(flex(x, x, x).failure()).hasMessageContaining("expected rank 4");
    Tensor q = Tensors.ramp(1, 3, 1, 2);
    Tensor k = Tensors.ramp(1, 2, 1, 2);
    assertThat(flex(q, k, k).failure()).hasMessageContaining("cannot share");
    assertThat(flex(k, k, k).attribute("score_mod", graph("Shape")).failure())
        .hasMessageContaining("its graph score_mod gives");
  }
}
