package io.sardonyx.ops.microsoft;

import static io.sardonyx.ops.Tensors.random;
import static io.sardonyx.ops.TestGraph.integer;
import static io.sardonyx.ops.TestGraph.ints;
import static io.sardonyx.ops.TestGraph.number;
import static io.sardonyx.ops.microsoft.OrtCase.bytes;
import static io.sardonyx.ops.microsoft.OrtCase.scale;
import static io.sardonyx.ops.microsoft.OrtCase.zero;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sardonyx.ElementType;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.ops.TestGraph;
import io.sardonyx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention of {@code com.microsoft}, against ONNX Runtime. */
class MicrosoftAttentionTest {

  private static OrtCase projected(AttributeProto.Builder... attributes) {
    List<AttributeProto.Builder> all = new ArrayList<>(List.of(attributes));
    all.add(integer("num_heads", 2));
    return OrtCase.of("Attention", all.toArray(AttributeProto.Builder[]::new))
        .input(random(1, 2, 5, 6))
        .constant(random(2, 6, 24))
        .constant(random(3, 24));
  }

  @Test
  void attention() {
    projected().check();
    projected(integer("unidirectional", 1), number("scale", 0.3f)).check();
  }

  @Test
  void attentionWithMasks() {
    Tensor lengths = OrtCase.ints(new int[] {3, 5}, 2);
    Tensor endsAndStarts = OrtCase.ints(new int[] {4, 5, 1, 0}, 4);
    Tensor keys = OrtCase.ints(new int[] {1, 1, 1, 0, 0, 0, 1, 1, 1, 1}, 2, 5);
    int[] each = new int[50];
    for (int i = 0; i < each.length; i++) {
      each[i] = i % 3 == 0 || i % 5 == 0 ? 1 : 0;
    }
    for (Tensor mask : List.of(lengths, endsAndStarts, keys, OrtCase.ints(each, 2, 5, 5))) {
      projected().input(mask).check();
      projected(integer("unidirectional", 1), number("mask_filter_value", -3)).input(mask).check();
    }
  }

  @Test
  void attentionWithPastAndBias() {
    projected(integer("unidirectional", 1))
        .omitted()
        .input(random(4, 2, 2, 2, 3, 4))
        .outputs("y0 y1")
        .check();
    projected()
        .input(OrtCase.ints(new int[] {1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1}, 2, 8))
        .input(random(4, 2, 2, 2, 3, 4))
        .outputs("y0 y1")
        .check();
    projected().omitted().omitted().input(random(5, 2, 2, 5, 5)).check();
    projected().outputs("y0 y1").check();
  }

  @Test
  void attentionWithOtherSizeOfValues() {
    OrtCase.of("Attention", integer("num_heads", 2), ints("qkv_hidden_sizes", 8, 8, 4))
        .input(random(1, 2, 5, 6))
        .constant(random(2, 6, 20))
        .constant(random(3, 20))
        .check();
  }

  @Test
  void quantizedAttention() {
    OrtCase.of("QAttention", integer("num_heads", 2))
        .input(bytes(ElementType.UINT8, 1, 2, 5, 6))
        .constant(bytes(ElementType.INT8, 2, 6, 24))
        .constant(random(3, 24))
        .constant(scale(0.01f))
        .constant(scale(0.02f))
        .input(OrtCase.ints(new int[] {1, 1, 1, 0, 0, 1, 1, 1, 1, 1}, 2, 5))
        .constant(zero(ElementType.UINT8, 120))
        .constant(zero(ElementType.INT8, 1))
        .check();
  }

  private static OrtCase heads(AttributeProto.Builder... attributes) {
    List<AttributeProto.Builder> all = new ArrayList<>(List.of(attributes));
    all.add(integer("num_heads", 2));
    return OrtCase.of("MultiHeadAttention", all.toArray(AttributeProto.Builder[]::new));
  }

  @Test
  void multiHeadAttention() {
    heads()
        .input(random(1, 2, 5, 8))
        .input(random(2, 2, 7, 8))
        .input(random(3, 2, 7, 6))
        .input(random(4, 22))
        .check();
    heads(integer("unidirectional", 1), number("scale", 0.2f))
        .input(random(1, 2, 5, 8))
        .input(random(2, 2, 5, 8))
        .input(random(3, 2, 5, 8))
        .check();
  }

  @Test
  void multiHeadAttentionWithMasks() {
    Tensor lengths = OrtCase.ints(new int[] {3, 7}, 2);
    Tensor keys = OrtCase.ints(new int[] {1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1}, 2, 7);
    for (Tensor mask : List.of(lengths, keys)) {
      heads()
          .input(random(1, 2, 5, 8))
          .input(random(2, 2, 7, 8))
          .input(random(3, 2, 7, 8))
          .omitted()
          .input(mask)
          .input(random(5, 1, 2, 5, 7))
          .check();
    }
  }

  @Test
  void multiHeadAttentionWithPast() {
    heads(integer("unidirectional", 1))
        .input(random(1, 2, 3, 8))
        .input(random(2, 2, 3, 8))
        .input(random(3, 2, 3, 8))
        .input(random(4, 24))
        .omitted()
        .omitted()
        .input(random(5, 2, 2, 4, 4))
        .input(random(6, 2, 2, 4, 4))
        .outputs("y0 y1 y2")
        .check();
  }

  @Test
  void multiHeadAttentionOfPackedAndCachedOperands() {
    heads()
        .input(random(1, 2, 5, 8))
        .input(random(2, 2, 2, 7, 4))
        .input(random(3, 2, 2, 7, 4))
        .check();
    // ONNX Runtime takes packed operands on other devices only.
    Tensor packed = random(1, 2, 5, 2, 3, 4);
    TestGraph parts =
        TestGraph.opset(20)
            .input("x", packed)
            .constant("flat", Tensor.of(new long[] {0, 0, 8}, 3))
            .constant("axis", Tensor.of(new long[] {3}, 1))
            .node("Split", "q5 k5 v5", "x", integer("axis", 3), integer("num_outputs", 3))
            .node("Reshape", "q", "q5 flat")
            .node("Reshape", "k", "k5 flat")
            .node("Reshape", "v", "v5 flat")
            .node("com.microsoft:MultiHeadAttention", "y0", "q k v", integer("num_heads", 2))
            .output("y0");
    heads().input(packed).check(parts.runAll(ModelOptions.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void rotaryEmbedding(int interleaved) {
    OrtCase.of("RotaryEmbedding", integer("interleaved", interleaved))
        .input(random(1, 2, 3, 16))
        .input(Tensor.of(new long[] {2}, 1))
        .input(random(2, 9, 4))
        .input(random(3, 9, 4))
        .check();
    OrtCase.of("RotaryEmbedding", integer("interleaved", interleaved))
        .input(random(1, 2, 4, 3, 8))
        .input(Tensor.of(new long[] {2, 3, 4, 0, 1, 7}, 2, 3))
        .input(random(2, 9, 4))
        .input(random(3, 9, 4))
        .check();
    OrtCase.of(
            "RotaryEmbedding",
            integer("interleaved", interleaved),
            integer("num_heads", 2),
            integer("rotary_embedding_dim", 4))
        .input(random(1, 2, 3, 16))
        .input(Tensor.of(new long[] {0}, 1))
        .input(random(2, 9, 2))
        .input(random(3, 9, 2))
        .check();
  }

  private static OrtCase group(
      int sequence, int past, int[] lengths, AttributeProto.Builder... attributes) {
    List<AttributeProto.Builder> all = new ArrayList<>(List.of(attributes));
    all.add(integer("num_heads", 4));
    all.add(integer("kv_num_heads", 2));
    int batch = lengths.length;
    int total = 0;
    int[] last = lengths.clone();
    for (int i = 0; i < batch; i++) {
      total = Math.max(total, lengths[i]);
      last[i]--;
    }
    OrtCase made =
        OrtCase.of("GroupQueryAttention", all.toArray(AttributeProto.Builder[]::new))
            .input(random(1, batch, sequence, 64))
            .input(random(2, batch, sequence, 32))
            .input(random(3, batch, sequence, 32));
    if (past < 0) {
      made.omitted().omitted();
    } else {
      made.input(random(4, batch, 2, past, 16)).input(random(5, batch, 2, past, 16));
    }
    return made.input(OrtCase.ints(last, batch)).input(OrtCase.ints(new int[] {total}, 1));
  }

  @Test
  void groupQueryAttention() {
    group(5, -1, new int[] {5, 5}).outputs("y0 y1 y2").check();
    group(5, 0, new int[] {5, 5}).outputs("y0 y1 y2").check();
    group(1, 4, new int[] {5, 5}).outputs("y0 y1 y2").check();
    group(3, 4, new int[] {7}).outputs("y0 y1 y2").check();
    group(1, 4, new int[] {5}, number("scale", 0.2f), number("softcap", 2))
        .outputs("y0 y1 y2")
        .check();
  }

  @Test
  void groupQueryAttentionInWindows() {
    group(6, -1, new int[] {6, 6}, integer("local_window_size", 3)).outputs("y0 y1 y2").check();
    group(1, 7, new int[] {8, 8}, integer("local_window_size", 3)).outputs("y0 y1 y2").check();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void groupQueryAttentionWithRotation(int interleaved) {
    for (int past : new int[] {0, 4}) {
      int sequence = past == 0 ? 5 : 1;
      group(
              sequence,
              past,
              new int[] {past + sequence},
              integer("do_rotary", 1),
              integer("rotary_interleaved", interleaved))
          .input(random(6, 9, 8))
          .input(random(7, 9, 8))
          .outputs("y0 y1 y2")
          .check();
    }
  }

  @Test
  void groupQueryAttentionWithBiasAndSinks() {
    group(1, 4, new int[] {5, 5})
        .omitted()
        .omitted()
        .omitted()
        .input(random(8, 1, 4, 1, 5))
        .outputs("y0 y1 y2")
        .check();
    group(1, 4, new int[] {5, 5}, integer("smooth_softmax", 1)).outputs("y0 y1 y2").check();
    group(1, 4, new int[] {5, 5})
        .omitted()
        .omitted()
        .omitted()
        .omitted()
        .input(random(9, 4))
        .outputs("y0 y1 y2")
        .check();
  }

  @Test
  void groupQueryAttentionOfPackedOperands() {
    OrtCase.of("GroupQueryAttention", integer("num_heads", 4), integer("kv_num_heads", 2))
        .input(random(1, 2, 3, 64))
        .omitted()
        .omitted()
        .input(random(4, 2, 2, 0, 8))
        .input(random(5, 2, 2, 0, 8))
        .input(OrtCase.ints(new int[] {2, 2}, 2))
        .input(OrtCase.ints(new int[] {3}, 1))
        .outputs("y0 y1 y2")
        .check();
  }

  @Test
  void namesWhatIsNotSupported() {
    TestGraph graph =
        group(1, 4, new int[] {5}, integer("sliding_window_cache", 1)).outputs("y0 y1 y2").graph();
    assertThatThrownBy(() -> graph.run(ModelOptions.DEFAULT))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("node 'y0' (com.microsoft:GroupQueryAttention-1)")
        .hasMessageContaining("sliding_window_cache");
  }
}
