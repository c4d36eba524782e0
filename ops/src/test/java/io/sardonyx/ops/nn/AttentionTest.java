package io.sardonyx.ops.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionTest {

  private static final float MINUS_INFINITY = Float.NEGATIVE_INFINITY;

  private static OpTest attention(int version, Tensor... inputs) {
    OpTest test = OpTest.op("Attention", version);
    for (Tensor input : inputs) {
      test.input(input);
    }
    return test;
  }

  /** [batch, heads, rows, width] as [batch, rows, heads * width]. */
  private static Tensor packed(Tensor t) {
    int heads = (int) t.dim(1);
    int rows = (int) t.dim(2);
    int width = (int) t.dim(3);
    float[] y = new float[t.floats().length];
    for (int row = 0; row < y.length / width; row++) {
      int b = row / rows / heads;
      int h = row / rows % heads;
      int i = row % rows;
      System.arraycopy(t.floats(), row * width, y, ((b * rows + i) * heads + h) * width, width);
    }
    return Tensor.of(y, t.dim(0), rows, (long) heads * width);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,1,1,1,1",
    "2,4,2,1,9,8,5",
    "2,6,3,3,20,16,16",
    "1,2,2,5,7,4,3",
    "2,4,1,70,100,24,33",
    "1,3,3,130,65,64,64"
  })
  void computesManySizes(
      int batch, int heads, int shared, int queries, int keys, int size, int valueSize) {
    Tensor q = Tensors.random(1, batch, heads, queries, size);
    Tensor k = Tensors.random(2, batch, shared, keys, size);
    Tensor v = Tensors.random(3, batch, shared, keys, valueSize);
    for (int causal = 0; causal < 2; causal++) {
      PlainAttention plain = new PlainAttention(q, k, v);
      plain.causal = causal == 1;
      plain.run();
      Tensor y = attention(23, q, k, v).attribute("is_causal", causal).run();
      Tensors.assertClose(y, plain.output(), 1e-5, "rank 4");
      Tensor z =
          attention(24, packed(q), packed(k), packed(v))
              .attribute("is_causal", causal)
              .attribute("q_num_heads", heads)
              .attribute("kv_num_heads", shared)
              .run();
      Tensors.assertClose(z, packed(plain.output()), 1e-5, "rank 3");
    }
  }

  @ParameterizedTest
  @CsvSource({"3", "40"})
  void writesTheScoresOfEveryStage(int queries) {
    Tensor q = Tensors.random(1, 2, 2, queries, 8);
    Tensor k = Tensors.random(2, 2, 2, 50, 8);
    Tensor v = Tensors.random(3, 2, 2, 50, 4);
    Tensor mask = Tensors.random(4, 1, 2, queries, 50);
    PlainAttention plain = new PlainAttention(q, k, v);
    plain.cap = 0.5;
    plain.scale = 2;
    plain.causal = true;
    plain.mask = mask;
    plain.run();
    for (int stage = 0; stage < 4; stage++) {
      List<Value> got =
          attention(24, q, k, v, mask)
              .attribute("softcap", 0.5f)
              .attribute("scale", 2f)
              .attribute("is_causal", 1)
              .attribute("qk_matmul_output_mode", stage)
              .outputs(4)
              .runAll();
      Tensors.assertClose((Tensor) got.get(0), plain.output(), 1e-5, "Y");
      Tensors.assertClose((Tensor) got.get(3), plain.scores(stage), 1e-5, "stage " + stage);
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "33"})
  void appendsToTheCache(int queries) {
    int past = 10;
    Tensor q = Tensors.random(1, 2, 4, queries, 8);
    Tensor k = Tensors.random(2, 2, 2, past + queries, 8);
    Tensor v = Tensors.random(3, 2, 2, past + queries, 6);
    PlainAttention plain = new PlainAttention(q, k, v);
    plain.causal = true;
    plain.past = past;
    plain.run();
    for (boolean asThree : new boolean[] {false, true}) {
      Tensor newK = rows(k, past, past + queries);
      Tensor newV = rows(v, past, past + queries);
      OpTest test =
          attention(
                  23,
                  asThree ? packed(q) : q,
                  asThree ? packed(newK) : newK,
                  asThree ? packed(newV) : newV,
                  null,
                  rows(k, 0, past),
                  rows(v, 0, past))
              .attribute("is_causal", 1);
      if (asThree) {
        test.attribute("q_num_heads", 4).attribute("kv_num_heads", 2);
      }
      List<Value> got = test.outputs(3).runAll();
      Tensor y = asThree ? packed(plain.output()) : plain.output();
      Tensors.assertClose((Tensor) got.get(0), y, 1e-5, "Y");
      Tensors.assertClose((Tensor) got.get(1), k, 0, "present_key");
      Tensors.assertClose((Tensor) got.get(2), v, 0, "present_value");
      Tensors.assertClose((Tensor) test.outputs(1).run(), y, 1e-5, "Y alone");
    }
  }

  private static Tensor rows(Tensor t, int from, int to) {
    int width = (int) t.dim(3);
    int rows = (int) t.dim(2);
    int heads = (int) (t.dim(0) * t.dim(1));
    float[] y = new float[heads * (to - from) * width];
    for (int h = 0; h < heads; h++) {
      System.arraycopy(
          t.floats(), (h * rows + from) * width, y, h * (to - from) * width, (to - from) * width);
    }
    return Tensor.of(y, t.dim(0), t.dim(1), to - from, width);
  }

  @ParameterizedTest
  @CsvSource({"2,-1", "2,1", "-1,0", "0,0", "100,3"})
  void looksThroughWindows(int left, int right) {
    for (int queries : new int[] {3, 30}) {
      Tensor q = Tensors.random(1, 1, 2, queries, 4);
      Tensor k = Tensors.random(2, 1, 2, 40, 4);
      Tensor v = Tensors.random(3, 1, 2, 40, 4);
      for (int causal = 0; causal < 2; causal++) {
        PlainAttention plain = new PlainAttention(q, k, v);
        plain.left = left;
        plain.right = right;
        plain.causal = causal == 1;
        Tensor y =
            attention(25, q, k, v)
                .attribute("left_window_size", left)
                .attribute("right_window_size", right)
                .attribute("is_causal", causal)
                .run();
        Tensors.assertClose(y, plain.run().output(), 1e-5, queries + " queries");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void leavesOutPadding(int causal) {
    for (int queries : new int[] {3, 12}) {
      Tensor q = Tensors.random(1, 4, 2, queries, 4);
      Tensor k = Tensors.random(2, 4, 2, 20, 4);
      Tensor v = Tensors.random(3, 4, 2, 20, 4);
      long[] lengths = {20, 5, 0, 1};
      Tensor mask = Tensors.random(4, 1, 1, queries, 7);
      for (Tensor m : new Tensor[] {null, mask}) {
        PlainAttention plain = new PlainAttention(q, k, v);
        plain.causal = causal == 1;
        plain.lengths = lengths;
        plain.mask = m;
        Tensor y =
            attention(24, q, k, v, m, null, null, Tensor.of(lengths, 4))
                .attribute("is_causal", causal)
                .run();
        Tensors.assertClose(y, plain.run().output(), 1e-5, queries + " queries");
      }
    }
  }

  @Test
  void masksWithBoolsAndIntegers() {
    Tensor q = Tensors.random(1, 1, 1, 2, 2);
    Tensor v = Tensor.of(new float[] {1, 10, 100}, 1, 1, 3, 1);
    Tensor k = Tensors.random(2, 1, 1, 3, 2);
    Tensor bools = Tensor.of(new boolean[] {false, true, false, false, false, false}, 2, 3);
    Tensor y = attention(23, q, k, v, bools).run();
    // The second query attends to nothing.
    assertThat(y.floats()).containsExactly(10, 0);
    Tensor integers = Tensor.of(new long[] {-1000, 0, -1000}, 3);
    assertThat(attention(23, q, k, v, integers).run().floats()).containsExactly(10, 10);
    Tensor floats = Tensor.of(new float[] {MINUS_INFINITY, MINUS_INFINITY, 0}, 1, 1, 1, 3);
    assertThat(attention(24, q, k, v, floats).run().floats()).containsExactly(100, 100);
  }

  @Test
  void aMaskForOneKeyPadsFromVersion24() {
    Tensor q = Tensor.of(new float[] {0}, 1, 1, 1, 1);
    Tensor k = Tensor.of(new float[] {1, 2}, 1, 1, 2, 1);
    Tensor v = Tensor.of(new float[] {1, 3}, 1, 1, 2, 1);
    Tensor mask = Tensor.of(new float[] {5}, 1, 1);
    assertThat(attention(23, q, k, v, mask).run().floats()).containsExactly(2);
    assertThat(attention(24, q, k, v, mask).run().floats()).containsExactly(1);
  }

  @Test
  void computesHalvesAndDoubles() {
    float[] numbers = {0.5f, -1, 2, 0.25f, 1, 1, -0.5f, 3};
    short[] halves = new short[8];
    double[] doubles = new double[8];
    for (int i = 0; i < 8; i++) {
      halves[i] = Float.floatToFloat16(numbers[i]);
      doubles[i] = numbers[i];
    }
    Tensor f = Tensor.of(numbers, 1, 2, 2, 2);
    Tensor h = Tensor.of(ElementType.FLOAT16, halves, 1, 2, 2, 2);
    Tensor d = Tensor.of(doubles, 1, 2, 2, 2);
    Tensor expected = new PlainAttention(f, f, f).run().output();
    List<Value> half = attention(24, h, h, h, null, h, h).outputs(3).runAll();
    assertThat(((Tensor) half.get(1)).shape()).containsExactly(1, 2, 4, 2);
    Tensor y = attention(24, h, h, h).attribute("softmax_precision", 1).run();
    Tensor z = attention(24, d, d, d).attribute("softmax_precision", 16).run();
    for (int i = 0; i < 8; i++) {
      double e = expected.floats()[i];
      assertThat((double) Float.float16ToFloat(y.shorts()[i]))
          .isCloseTo(e, org.assertj.core.data.Offset.offset(2e-3));
      assertThat(z.doubles()[i]).isCloseTo(e, org.assertj.core.data.Offset.offset(3e-2));
    }
  }

  @Test
  void copesWithNoKeysAndNoQueries() {
    Tensor q = Tensors.ramp(1, 1, 2, 3);
    Tensor none = Tensor.of(new float[0], 1, 1, 0, 3);
    assertThat(attention(24, q, none, none).run().floats()).containsOnly(0);
    assertThat(attention(24, none, q, q).run().shape()).containsExactly(1, 1, 0, 3);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Tensor q = Tensors.ramp(1, 2, 3, 4);
    assertThat(attention(23, q, Tensors.ramp(1, 2, 3, 5), q).failure())
        .hasMessageContaining("sizes of queries and keys");
    assertThat(attention(23, q, Tensors.ramp(1, 3, 3, 4), Tensors.ramp(1, 3, 3, 4)).failure())
        .hasMessageContaining("cannot share");
    Tensor flat = Tensors.ramp(1, 3, 8);
    assertThat(attention(23, flat, flat, flat).failure()).hasMessageContaining("q_num_heads");
    assertThat(attention(23, q, q, q, Tensors.ramp(4, 3)).failure())
        .hasMessageContaining("does not broadcast");
    assertThat(attention(23, q, q, q, null, q).failure()).hasMessageContaining("together");
    assertThat(attention(25, q, q, q).attribute("left_window_size", -2).failure())
        .hasMessageContaining("left_window_size");
    assertThat(attention(23, q, q, q).attribute("qk_matmul_output_mode", 4).failure())
        .hasMessageContaining("expected 0 to 3");
  }
}
