package io.sardonyx.ops.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SequenceOperatorsTest {

  private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

  // ------------------------------------------------------------------ RotaryEmbedding

  @Test
  void rotatesHalvesOrNeighbours() {
    // 90 degrees: (a, b) becomes (-b, a).
    Tensor cos = Tensor.of(new float[] {0, 0}, 1, 1, 2);
    Tensor sin = Tensor.of(new float[] {1, 1}, 1, 1, 2);
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 1, 4);
    Tensor halves = OpTest.op("RotaryEmbedding", 23).input(x).input(cos).input(sin).run();
    assertThat(halves.floats()).containsExactly(-3, -4, 1, 2);
    Tensor neighbours =
        OpTest.op("RotaryEmbedding", 23)
            .attribute("interleaved", 1)
            .input(x)
            .input(cos)
            .input(sin)
            .run();
    assertThat(neighbours.floats()).containsExactly(-2, 1, -4, 3);
  }

  @Test
  void rotatesPartOfEachHeadByPosition() {
    Tensor cos = Tensor.of(new float[] {1, 0}, 2, 1);
    Tensor sin = Tensor.of(new float[] {0, 1}, 2, 1);
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 1, 2, 6);
    Tensor y =
        OpTest.op("RotaryEmbedding", 23)
            .attribute("num_heads", 2)
            .attribute("rotary_embedding_dim", 2)
            .input(x)
            .input(cos)
            .input(sin)
            .input(new long[] {1, 0}, 1, 2)
            .run();
    assertThat(y.floats()).containsExactly(-2, 1, 3, -5, 4, 6, 7, 8, 9, 10, 11, 12);
    assertThat(
            OpTest.op("RotaryEmbedding", 23)
                .attribute("num_heads", 2)
                .attribute("rotary_embedding_dim", 2)
                .input(x)
                .input(cos)
                .input(sin)
                .input(new long[] {1, 2}, 1, 2)
                .failure())
        .hasMessageContaining("position 2 is not among the 2");
  }

  @Test
  void rotaryEmbeddingRefusesWhatDoesNotFit() {
    Tensor cache = Tensors.ramp(1, 2, 2);
    assertThat(
            OpTest.op("RotaryEmbedding", 23)
                .input(Tensors.ramp(1, 2, 8))
                .input(cache)
                .input(cache)
                .failure())
        .hasMessageContaining("num_heads");
    assertThat(
            OpTest.op("RotaryEmbedding", 23)
                .input(Tensors.ramp(1, 1, 2, 6))
                .input(cache)
                .input(cache)
                .failure())
        .hasMessageContaining("input 1 has shape");
    assertThat(
            OpTest.op("RotaryEmbedding", 23)
                .input(Tensors.ramp(1, 1, 2, 3))
                .input(cache)
                .input(cache)
                .failure())
        .hasMessageContaining("in pairs");
  }

  // ------------------------------------------------------------------ CausalConvWithState

  @Test
  void convolvesWithWhatCameBefore() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
    Tensor w = Tensor.of(new float[] {1, 10, 100, 0, 1, 2}, 2, 1, 3);
    List<Value> got = OpTest.op("CausalConvWithState", 27).input(x).input(w).outputs(2).runAll();
    assertThat(((Tensor) got.get(0)).floats()).containsExactly(100, 210, 321, 8, 14, 17);
    assertThat(((Tensor) got.get(1)).floats()).containsExactly(2, 3, 5, 6);
    Tensor past = Tensor.of(new float[] {7, 8, 0, 9}, 1, 2, 2);
    List<Value> next =
        OpTest.op("CausalConvWithState", 27)
            .input(Tensor.of(new float[] {1, 1}, 1, 2, 1))
            .input(w)
            .input(new float[] {1000, 0}, 2)
            .input(past)
            .outputs(2)
            .runAll();
    assertThat(((Tensor) next.get(0)).floats()).containsExactly(1187, 11);
    assertThat(((Tensor) next.get(1)).floats()).containsExactly(8, 1, 9, 1);
  }

  @Test
  void convolvesWithSingleWeightsAndActivates() {
    List<Value> got =
        OpTest.op("CausalConvWithState", 27)
            .attribute("activation", "swish")
            .input(new float[] {0, 1, -1}, 1, 1, 3)
            .input(new float[] {2}, 1, 1, 1)
            .outputs(2)
            .runAll();
    float[] y = ((Tensor) got.get(0)).floats();
    assertThat(y[0]).isZero();
    assertThat(y[1]).isCloseTo((float) (2 / (1 + Math.exp(-2))), CLOSE);
    assertThat(y[2]).isCloseTo((float) (-2 / (1 + Math.exp(2))), CLOSE);
    assertThat(((Tensor) got.get(1)).shape()).containsExactly(1, 1, 0);
    assertThat(
            OpTest.op("CausalConvWithState", 27)
                .attribute("activation", "relu")
                .input(new float[] {0}, 1, 1, 1)
                .input(new float[] {2}, 1, 1, 1)
                .outputs(2)
                .failure())
        .hasMessageContaining("'relu'");
  }

  // ------------------------------------------------------------------ LinearAttention

  @Test
  void linearAttentionAgreesWithItsRecurrence() {
    String[] rules = {"linear", "gated", "delta", "gated_delta"};
    for (String rule : rules) {
      for (boolean perHead : new boolean[] {false, true}) {
        checkRecurrence(rule, perHead);
      }
    }
  }

  private static void checkRecurrence(String rule, boolean perHead) {
    int steps = 4;
    int heads = 4;
    int shared = 2;
    int size = 3;
    int width = 5;
    boolean gated = rule.startsWith("gated");
    boolean delta = rule.endsWith("delta");
    Tensor q = Tensors.random(1, 2, steps, heads * size);
    Tensor k = Tensors.random(2, 2, steps, shared * size);
    Tensor v = Tensors.random(3, 2, steps, shared * width);
    Tensor past = Tensors.random(4, 2, shared, size, width);
    Tensor g = Tensors.random(5, 2, steps, perHead ? shared : shared * size);
    Tensor beta = Tensors.random(6, 2, steps, perHead ? shared : 1);
    List<Value> got =
        OpTest.op("LinearAttention", 27)
            .attribute("q_num_heads", heads)
            .attribute("kv_num_heads", shared)
            .attribute("update_rule", rule)
            .input(q)
            .input(k)
            .input(v)
            .input(past)
            .input(gated ? g : null)
            .input(delta ? beta : null)
            .outputs(2)
            .runAll();
    double[] state = new double[2 * shared * size * width];
    for (int i = 0; i < state.length; i++) {
      state[i] = past.floats()[i];
    }
    float[] y = new float[2 * steps * heads * width];
    for (int token = 0; token < 2 * steps; token++) {
      for (int h = 0; h < heads; h++) {
        int kv = h / 2;
        int s = (token / steps * shared + kv) * size * width;
        if (h % 2 == 0) {
          update(rule, perHead, token, kv, state, s, k, v, g, beta);
        }
        for (int j = 0; j < width; j++) {
          double sum = 0;
          for (int d = 0; d < size; d++) {
            sum += q.floats()[(token * heads + h) * size + d] * state[s + d * width + j];
          }
          y[(token * heads + h) * width + j] = (float) (sum / Math.sqrt(size));
        }
      }
    }
    Tensors.assertClose((Tensor) got.get(0), Tensor.of(y, 2, steps, heads * width), 1e-5, rule);
    float[] last = new float[state.length];
    for (int i = 0; i < last.length; i++) {
      last[i] = (float) state[i];
    }
    Tensors.assertClose((Tensor) got.get(1), Tensor.of(last, past.shape()), 1e-5, rule);
  }

  private static void update(
      String rule,
      boolean perHead,
      int token,
      int head,
      double[] state,
      int s,
      Tensor k,
      Tensor v,
      Tensor g,
      Tensor beta) {
    for (int d = 0; d < 3 && rule.startsWith("gated"); d++) {
      int at = perHead ? token * 2 + head : (token * 2 + head) * 3 + d;
      for (int j = 0; j < 5; j++) {
        state[s + d * 5 + j] *= Math.exp(g.floats()[at]);
      }
    }
    for (int j = 0; j < 5; j++) {
      double value = v.floats()[(token * 2 + head) * 5 + j];
      if (rule.endsWith("delta")) {
        for (int d = 0; d < 3; d++) {
          value -= state[s + d * 5 + j] * k.floats()[(token * 2 + head) * 3 + d];
        }
        value *= beta.floats()[perHead ? token * 2 + head : token];
      }
      for (int d = 0; d < 3; d++) {
        state[s + d * 5 + j] += k.floats()[(token * 2 + head) * 3 + d] * value;
      }
    }
  }

  @Test
  void linearAttentionChecksWhatItsRuleNeeds() {
    Tensor x = Tensors.ramp(1, 1, 4);
    OpTest test =
        OpTest.op("LinearAttention", 27)
            .attribute("q_num_heads", 2)
            .attribute("kv_num_heads", 2)
            .input(x)
            .input(x)
            .input(x)
            .outputs(2);
    assertThat(test.failure()).hasMessageContaining("needs decay and needs beta");
    OpTest heads =
        OpTest.op("LinearAttention", 27)
            .attribute("q_num_heads", 2)
            .attribute("kv_num_heads", 3)
            .attribute("update_rule", "linear")
            .input(x)
            .input(x)
            .input(x)
            .outputs(2);
    assertThat(heads.failure()).hasMessageContaining("cannot share 3 heads");
  }

  @Test
  void linearAttentionKeepsTheStatesType() {
    short one = Float.floatToFloat16(1);
    Tensor x = Tensor.of(ElementType.FLOAT16, new short[] {one}, 1, 1, 1);
    List<Value> got =
        OpTest.op("LinearAttention", 27)
            .attribute("q_num_heads", 1)
            .attribute("kv_num_heads", 1)
            .attribute("update_rule", "linear")
            .attribute("scale", 0.5f)
            .input(x)
            .input(x)
            .input(x)
            .input(new float[] {2}, 1, 1, 1, 1)
            .outputs(2)
            .runAll();
    assertThat(Float.float16ToFloat(((Tensor) got.get(0)).shorts()[0])).isEqualTo(1.5f);
    assertThat(((Tensor) got.get(1)).floats()).containsExactly(3);
  }
}
