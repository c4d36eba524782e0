package io.sardonyx.ops.rnn;

import io.sardonyx.Tensor;
import java.util.function.DoubleUnaryOperator;

/** The specification's equations of one direction, number by number in double precision. */
final class PlainRecurrence {

  static final DoubleUnaryOperator SIGMOID = x -> 1 / (1 + Math.exp(-x));

  final int steps;
  final int batch;
  final int input;
  final int hidden;
  final int gates;
  final double[] x;
  final double[] w;
  final double[] r;
  final double[] bias;
  int[] lengths;
  double[][] state;
  double[][] cell;
  double[] peepholes;
  boolean reverse;
  boolean linearBeforeReset;
  boolean inputForget;
  double clip = Double.POSITIVE_INFINITY;
  DoubleUnaryOperator[] functions;

  /** Results: [step][sequence][unit]. */
  double[][][] y;

  PlainRecurrence(Tensor x, Tensor w, Tensor r, Tensor b, int direction, DoubleUnaryOperator... f) {
    steps = (int) x.dim(0);
    batch = (int) x.dim(1);
    input = (int) x.dim(2);
    hidden = (int) r.dim(2);
    gates = (int) r.dim(1) / hidden;
    this.x = part(x, 0, steps * batch * input);
    this.w = part(w, direction, gates * hidden * input);
    this.r = part(r, direction, gates * hidden * hidden);
    bias = b == null ? new double[2 * gates * hidden] : part(b, direction, 2 * gates * hidden);
    functions = f;
    lengths = new int[batch];
    java.util.Arrays.fill(lengths, steps);
    state = new double[batch][hidden];
    cell = new double[batch][hidden];
    peepholes = new double[3 * hidden];
    reverse = direction == 1;
  }

  static double[] part(Tensor t, int index, int length) {
    double[] d = new double[length];
    for (int i = 0; i < length; i++) {
      d[i] = t.floats()[index * length + i];
    }
    return d;
  }

  private double f(int which, double x) {
    return functions[which].applyAsDouble(Math.max(-clip, Math.min(clip, x)));
  }

  private double input(int gate, int unit, int t, int b) {
    double sum = bias[gate * hidden + unit];
    for (int i = 0; i < input; i++) {
      sum += x[(t * batch + b) * input + i] * w[(gate * hidden + unit) * input + i];
    }
    return sum;
  }

  private double recurrent(int gate, int unit, double[] h) {
    double sum = bias[(gates + gate) * hidden + unit];
    for (int i = 0; i < hidden; i++) {
      sum += h[i] * r[(gate * hidden + unit) * hidden + i];
    }
    return sum;
  }

  PlainRecurrence run() {
    y = new double[steps][batch][hidden];
    for (int b = 0; b < batch; b++) {
      for (int s = 0; s < lengths[b]; s++) {
        int t = reverse ? lengths[b] - 1 - s : s;
        double[] h = state[b];
        double[] next =
            switch (gates) {
              case 1 -> rnn(t, b, h);
              case 3 -> gru(t, b, h);
              default -> lstm(t, b, h);
            };
        state[b] = next;
        y[t][b] = next;
      }
    }
    return this;
  }

  private double[] rnn(int t, int b, double[] h) {
    double[] next = new double[hidden];
    for (int u = 0; u < hidden; u++) {
      next[u] = f(0, input(0, u, t, b) + recurrent(0, u, h));
    }
    return next;
  }

  private double[] gru(int t, int b, double[] h) {
    double[] z = new double[hidden];
    double[] r = new double[hidden];
    double[] rh = new double[hidden];
    for (int u = 0; u < hidden; u++) {
      z[u] = f(0, input(0, u, t, b) + recurrent(0, u, h));
      r[u] = f(0, input(1, u, t, b) + recurrent(1, u, h));
      rh[u] = r[u] * h[u];
    }
    double[] next = new double[hidden];
    for (int u = 0; u < hidden; u++) {
      double part = linearBeforeReset ? r[u] * recurrent(2, u, h) : recurrent(2, u, rh);
      next[u] = (1 - z[u]) * f(1, input(2, u, t, b) + part) + z[u] * h[u];
    }
    return next;
  }

  private double[] lstm(int t, int b, double[] h) {
    double[] next = new double[hidden];
    double[] c = new double[hidden];
    for (int u = 0; u < hidden; u++) {
      double old = cell[b][u];
      double i = f(0, input(0, u, t, b) + recurrent(0, u, h) + peepholes[u] * old);
      double forget = input(2, u, t, b) + recurrent(2, u, h) + peepholes[2 * hidden + u] * old;
      double g = f(1, input(3, u, t, b) + recurrent(3, u, h));
      c[u] = (inputForget ? 1 - i : f(0, forget)) * old + i * g;
      double o = f(0, input(1, u, t, b) + recurrent(1, u, h) + peepholes[hidden + u] * c[u]);
      next[u] = o * f(2, c[u]);
    }
    cell[b] = c;
    return next;
  }
}
