package io.sardonyx.ops.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrentTest {

  private static Tensor weights(long seed, long... shape) {
    Tensor t = Tensors.random(seed, shape);
    for (int i = 0; i < t.floats().length; i++) {
      t.floats()[i] *= 0.4f / (float) Math.sqrt(shape[shape.length - 1] / 4.0);
    }
    return t;
  }

  private static DoubleUnaryOperator[] functions(int gates) {
    DoubleUnaryOperator s = PlainRecurrence.SIGMOID;
    return switch (gates) {
      case 1 -> new DoubleUnaryOperator[] {Math::tanh};
      case 3 -> new DoubleUnaryOperator[] {s, Math::tanh};
      default -> new DoubleUnaryOperator[] {s, Math::tanh, Math::tanh};
    };
  }

  private static int gates(String op) {
    return op.equals("RNN") ? 1 : op.equals("GRU") ? 3 : 4;
  }

  /** [step][sequence][unit] for each direction, as the operator lays it out. */
  private static Tensor sequences(PlainRecurrence... directions) {
    PlainRecurrence p = directions[0];
    int n = directions.length;
    float[] y = new float[p.steps * n * p.batch * p.hidden];
    for (int t = 0; t < p.steps; t++) {
      for (int d = 0; d < n; d++) {
        for (int b = 0; b < p.batch; b++) {
          for (int u = 0; u < p.hidden; u++) {
            y[((t * n + d) * p.batch + b) * p.hidden + u] = (float) directions[d].y[t][b][u];
          }
        }
      }
    }
    return Tensor.of(y, p.steps, n, p.batch, p.hidden);
  }

  private static Tensor states(int batch, int hidden, double[][]... states) {
    float[] y = new float[states.length * batch * hidden];
    for (int d = 0; d < states.length; d++) {
      for (int b = 0; b < batch; b++) {
        for (int u = 0; u < hidden; u++) {
          y[(d * batch + b) * hidden + u] = (float) states[d][b][u];
        }
      }
    }
    return Tensor.of(y, states.length, batch, hidden);
  }

  @ParameterizedTest
  @CsvSource({
    "RNN,4,3,5,6", "GRU,4,3,5,6", "LSTM,4,3,5,6", "RNN,2,9,3,17", "GRU,3,10,2,33",
    "LSTM,3,1,8,70", "GRU,2,2,4,150", "LSTM,2,3,4,130", "RNN,2,2,3,300", "LSTM,1,1,1,1"
  })
  void followsTheEquationsInBothDirections(String op, int steps, int batch, int input, int hidden) {
    int gates = gates(op);
    Tensor x = Tensors.random(1, steps, batch, input);
    Tensor w = weights(2, 2, gates * hidden, input);
    Tensor r = weights(3, 2, gates * hidden, hidden);
    Tensor b = weights(4, 2, 2 * gates * hidden);
    OpTest test =
        OpTest.op(op, 22)
            .attribute("hidden_size", hidden)
            .attribute("direction", "bidirectional")
            .input(x)
            .input(w)
            .input(r)
            .input(b)
            .outputs(gates == 4 ? 3 : 2);
    List<Value> got = test.runAll();

    PlainRecurrence forward = new PlainRecurrence(x, w, r, b, 0, functions(gates)).run();
    PlainRecurrence backward = new PlainRecurrence(x, w, r, b, 1, functions(gates)).run();
    Tensors.assertClose((Tensor) got.get(0), sequences(forward, backward), 1e-5, op);
    Tensor last = states(batch, hidden, forward.state, backward.state);
    Tensors.assertClose((Tensor) got.get(1), last, 1e-5, op);
    if (gates == 4) {
      Tensor cells = states(batch, hidden, forward.cell, backward.cell);
      Tensors.assertClose((Tensor) got.get(2), cells, 1e-5, op);
    }
  }

  @ParameterizedTest
  @CsvSource({"RNN,false", "GRU,false", "LSTM,false", "RNN,true", "GRU,true", "LSTM,true"})
  void endsSequencesAtTheirLengths(String op, boolean reverse) {
    int gates = gates(op);
    Tensor x = Tensors.random(1, 5, 3, 2);
    Tensor w = weights(2, 1, gates * 4, 2);
    Tensor r = weights(3, 1, gates * 4, 4);
    Tensor h = Tensors.random(4, 1, 3, 4);
    OpTest test =
        OpTest.op(op, 7)
            .attribute("direction", reverse ? "reverse" : "forward")
            .input(x)
            .input(w)
            .input(r)
            .input((Tensor) null)
            .input(Tensor.of(new int[] {5, 2, 0}, 3))
            .input(h)
            .outputs(2);
    PlainRecurrence p = new PlainRecurrence(x, w, r, null, 0, functions(gates));
    p.reverse = reverse;
    p.lengths = new int[] {5, 2, 0};
    for (int i = 0; i < 12; i++) {
      p.state[i / 4][i % 4] = h.floats()[i];
    }
    p.run();
    List<Value> got = test.runAll();
    Tensors.assertClose((Tensor) got.get(0), sequences(p), 1e-5, op);
    Tensors.assertClose((Tensor) got.get(1), states(3, 4, p.state), 1e-5, op);
  }

  @Test
  void putsTheBatchFirst() {
    Tensor x = Tensors.random(1, 3, 2, 4);
    Tensor w = weights(2, 2, 12, 4);
    Tensor r = weights(3, 2, 12, 3);
    Tensor h = Tensors.random(4, 2, 2, 3);
    Tensor c = Tensors.random(5, 2, 2, 3);
    OpTest plain = lstm(x, w, r, h, c, 0);
    OpTest first = lstm(swap(x, 3, 2, 4), w, r, swap(h, 2, 2, 3), swap(c, 2, 2, 3), 1);
    List<Value> expected = plain.runAll();
    List<Value> got = first.runAll();
    Tensor y = (Tensor) got.get(0);
    assertThat(y.shape()).containsExactly(2, 3, 2, 3);
    Tensor e = (Tensor) expected.get(0);
    for (int b = 0; b < 2; b++) {
      for (int t = 0; t < 3; t++) {
        for (int d = 0; d < 2; d++) {
          for (int u = 0; u < 3; u++) {
            assertThat(y.floats()[((b * 3 + t) * 2 + d) * 3 + u])
                .isEqualTo(e.floats()[((t * 2 + d) * 2 + b) * 3 + u]);
          }
        }
      }
    }
    for (int i = 1; i < 3; i++) {
      Tensor swapped = swap((Tensor) expected.get(i), 2, 2, 3);
      Tensors.assertClose((Tensor) got.get(i), swapped, 0, "state " + i);
    }
  }

  private static OpTest lstm(Tensor x, Tensor w, Tensor r, Tensor h, Tensor c, int layout) {
    return OpTest.op("LSTM", 14)
        .attribute("direction", "bidirectional")
        .attribute("layout", layout)
        .input(x)
        .input(w)
        .input(r)
        .input((Tensor) null)
        .input((Tensor) null)
        .input(h)
        .input(c)
        .outputs(3);
  }

  /** With the first two of three dimensions exchanged. */
  private static Tensor swap(Tensor t, int a, int b, int c) {
    float[] y = new float[a * b * c];
    for (int i = 0; i < a; i++) {
      for (int j = 0; j < b; j++) {
        System.arraycopy(t.floats(), (i * b + j) * c, y, (j * a + i) * c, c);
      }
    }
    return Tensor.of(y, b, a, c);
  }

  @Test
  void lstmHasPeepholesClipAndCoupledGates() {
    Tensor x = Tensors.random(1, 4, 2, 3);
    Tensor w = Tensors.random(2, 1, 20, 3);
    Tensor r = Tensors.random(3, 1, 20, 5);
    Tensor p = Tensors.random(4, 1, 15);
    Tensor c = Tensors.random(5, 1, 2, 5);
    for (int coupled = 0; coupled < 2; coupled++) {
      List<Value> got =
          OpTest.op("LSTM", 7)
              .attribute("clip", 0.7f)
              .attribute("input_forget", coupled)
              .input(x)
              .input(w)
              .input(r)
              .input((Tensor) null)
              .input((Tensor) null)
              .input((Tensor) null)
              .input(c)
              .input(p)
              .outputs(3)
              .runAll();
      PlainRecurrence plain = new PlainRecurrence(x, w, r, null, 0, functions(4));
      plain.clip = 0.7f;
      plain.inputForget = coupled == 1;
      plain.peepholes = PlainRecurrence.part(p, 0, 15);
      for (int i = 0; i < 10; i++) {
        plain.cell[i / 5][i % 5] = c.floats()[i];
      }
      plain.run();
      Tensors.assertClose((Tensor) got.get(0), sequences(plain), 1e-5, "Y");
      Tensors.assertClose((Tensor) got.get(2), states(2, 5, plain.cell), 1e-5, "Y_c");
    }
  }

  @ParameterizedTest
  @CsvSource({"5", "200"})
  void gruResetsAfterTheLinearFunction(int hidden) {
    Tensor x = Tensors.random(1, 3, 2, 3);
    Tensor w = weights(2, 1, 3 * hidden, 3);
    Tensor r = weights(3, 1, 3 * hidden, hidden);
    Tensor b = Tensors.random(4, 1, 6 * hidden);
    Tensor y =
        OpTest.op("GRU", 14)
            .attribute("linear_before_reset", 1)
            .input(x)
            .input(w)
            .input(r)
            .input(b)
            .run();
    PlainRecurrence p = new PlainRecurrence(x, w, r, b, 0, functions(3));
    p.linearBeforeReset = true;
    Tensors.assertClose(y, sequences(p.run()), 1e-5, "Y");
  }

  @Test
  void knowsAllActivations() {
    String[] names = {
      "Relu",
      "tanh",
      "Sigmoid",
      "Affine",
      "LeakyRelu",
      "ThresholdedRelu",
      "ScaledTanh",
      "HardSigmoid",
      "Elu",
      "Softsign",
      "Softplus"
    };
    DoubleUnaryOperator[] defaults = {
      v -> Math.max(0, v),
      Math::tanh,
      PlainRecurrence.SIGMOID,
      v -> v,
      v -> v < 0 ? 0.01 * v : v,
      v -> v >= 1 ? v : 0,
      Math::tanh,
      v -> Math.max(0, Math.min(1, 0.2 * v + 0.5)),
      v -> v < 0 ? Math.expm1(v) : v,
      v -> v / (1 + Math.abs(v)),
      v -> Math.log1p(Math.exp(v))
    };
    Tensor x = Tensors.random(1, 3, 2, 3);
    Tensor w = weights(2, 1, 4, 3);
    Tensor r = weights(3, 1, 4, 4);
    for (int i = 0; i < names.length; i++) {
      Tensor y =
          OpTest.op("RNN", 14)
              .attribute("activations", new String[] {names[i]})
              .input(x)
              .input(w)
              .input(r)
              .run();
      PlainRecurrence p = new PlainRecurrence(x, w, r, null, 0, defaults[i]).run();
      Tensors.assertClose(y, sequences(p), 1e-5, names[i]);
    }
  }

  @Test
  void takesActivationParametersInOrder() {
    Tensor x = Tensors.random(1, 3, 2, 3);
    Tensor w = weights(2, 1, 12, 3);
    Tensor r = weights(3, 1, 12, 4);
    // Tanh has no parameters, so the only alpha is LeakyRelu's.
    Tensor y =
        OpTest.op("GRU", 14)
            .attribute("activations", "Tanh", "LeakyRelu")
            .attribute("activation_alpha", new float[] {0.5f})
            .input(x)
            .input(w)
            .input(r)
            .run();
    PlainRecurrence p = new PlainRecurrence(x, w, r, null, 0, Math::tanh, v -> v < 0 ? 0.5 * v : v);
    Tensors.assertClose(y, sequences(p.run()), 1e-5, "Y");
    Tensor z =
        OpTest.op("GRU", 14)
            .attribute("activations", "HardSigmoid", "ScaledTanh")
            .attribute("activation_alpha", 0.3f, 0.5f)
            .attribute("activation_beta", 0.4f, 2f)
            .input(x)
            .input(w)
            .input(r)
            .run();
    PlainRecurrence q =
        new PlainRecurrence(
            x,
            w,
            r,
            null,
            0,
            v -> Math.max(0, Math.min(1, 0.3f * v + 0.4f)),
            v -> 0.5 * Math.tanh(2 * v));
    Tensors.assertClose(z, sequences(q.run()), 1e-5, "Y");
  }

  @Test
  void computesDoublesAndHalves() {
    Tensor x = Tensor.of(new double[] {0.5, -1}, 2, 1, 1);
    Tensor one = Tensor.of(new double[] {1}, 1, 1, 1);
    Tensor y = OpTest.op("RNN", 22).input(x).input(one).input(one).run();
    assertThat(y.doubles()[1]).isEqualTo(Math.tanh(Math.tanh(0.5) - 1));
    Tensor h = Tensor.of(ElementType.FLOAT16, new short[] {Float.floatToFloat16(1)}, 1, 1, 1);
    Tensor half = OpTest.op("RNN", 22).input(h).input(h).input(h).run();
    assertThat(Float.float16ToFloat(half.shorts()[0]))
        .isEqualTo(Float.float16ToFloat(Float.floatToFloat16((float) Math.tanh(1))));
  }

  @Test
  void keepsTheInitialStateOfAnEmptySequence() {
    List<Value> got =
        OpTest.op("RNN", 14)
            .input(new float[0], 0, 1, 2)
            .input(new float[] {1, 1}, 1, 1, 2)
            .input(new float[] {1}, 1, 1, 1)
            .input((Tensor) null)
            .input((Tensor) null)
            .input(new float[] {3}, 1, 1, 1)
            .outputs(2)
            .runAll();
    assertThat(((Tensor) got.get(0)).shape()).containsExactly(0, 1, 1, 1);
    assertThat(((Tensor) got.get(1)).floats()).containsExactly(3);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Tensor x = Tensors.ramp(1, 1, 2);
    Tensor w = Tensors.ramp(1, 4, 2);
    Tensor r = Tensors.ramp(1, 4, 1);
    assertThat(OpTest.op("LSTM", 14).input(x).input(Tensors.ramp(1, 4, 3)).input(r).failure())
        .hasMessageContaining("input 1 has shape [1,4,3]");
    assertThat(OpTest.op("GRU", 14).input(x).input(w).input(r).failure())
        .hasMessageContaining("expected [1,3,2]");
    assertThat(
            OpTest.op("LSTM", 14)
                .attribute("direction", "sideways")
                .input(x)
                .input(w)
                .input(r)
                .failure())
        .hasMessageContaining("sideways");
    assertThat(
            OpTest.op("LSTM", 14)
                .attribute("activations", "Tanh", "Sin", "Tanh")
                .input(x)
                .input(w)
                .input(r)
                .failure())
        .hasMessageContaining("'Sin' is unknown");
    assertThat(
            OpTest.op("LSTM", 14)
                .input(x)
                .input(w)
                .input(r)
                .input((Tensor) null)
                .input(Tensor.of(new int[] {2}, 1))
                .failure())
        .hasMessageContaining("sequence 0 has length 2");
  }
}
