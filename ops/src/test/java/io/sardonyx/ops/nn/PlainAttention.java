package io.sardonyx.ops.nn;

import io.sardonyx.Tensor;

/** Attention as the specification describes it, number by number in double precision. */
final class PlainAttention {

  final int batch;
  final int heads;
  final int shared;
  final int queries;
  final int keys;
  final int size;
  final int valueSize;
  final Tensor q;
  final Tensor k;
  final Tensor v;
  double scale;
  double cap;
  boolean causal;
  int left = -1;
  int right = -1;
  int past;
  long[] lengths;

  /** Numbers to add, [batch or 1][heads or 1][queries][keys of the mask]. */
  Tensor mask;

  /** The four stages of the scores, then the output. */
  final float[][] scores;

  final float[] y;

  /** For Q, K and V of rank 4; K and V hold cached keys too. */
  PlainAttention(Tensor q, Tensor k, Tensor v) {
    this.q = q;
    this.k = k;
    this.v = v;
    batch = (int) q.dim(0);
    heads = (int) q.dim(1);
    shared = (int) k.dim(1);
    queries = (int) q.dim(2);
    keys = (int) k.dim(2);
    size = (int) q.dim(3);
    valueSize = (int) v.dim(3);
    scale = 1 / Math.sqrt(size);
    scores = new float[4][batch * heads * queries * keys];
    y = new float[batch * heads * queries * valueSize];
  }

  PlainAttention run() {
    for (int b = 0; b < batch; b++) {
      for (int h = 0; h < heads; h++) {
        for (int i = 0; i < queries; i++) {
          row(b, h, i);
        }
      }
    }
    return this;
  }

  private double bias(int b, int h, int i, int j) {
    long position = i + (lengths == null ? past : lengths[b] - queries);
    if ((causal && j > position)
        || (left >= 0 && j < position - left)
        || (right >= 0 && j > position + right)
        || (lengths != null && j >= lengths[b])) {
      return Double.NEGATIVE_INFINITY;
    }
    if (mask == null) {
      return 0;
    }
    int own = (int) mask.dim(3);
    int mb = mask.dim(0) == 1 ? 0 : b;
    int mh = mask.dim(1) == 1 ? 0 : h;
    int at = ((mb * (int) mask.dim(1) + mh) * queries + i) * own;
    return j < own ? mask.floats()[at + j] : Double.NEGATIVE_INFINITY;
  }

  private void row(int b, int h, int i) {
    int head = b * shared + h / (heads / shared);
    double[] w = new double[keys];
    double most = Double.NEGATIVE_INFINITY;
    boolean none = true;
    int row = ((b * heads + h) * queries + i) * keys;
    for (int j = 0; j < keys; j++) {
      double dot = 0;
      for (int d = 0; d < size; d++) {
        dot +=
            (double) q.floats()[((b * heads + h) * queries + i) * size + d]
                * k.floats()[(head * keys + j) * size + d];
      }
      double score = dot * scale;
      scores[0][row + j] = (float) score;
      score = cap > 0 ? cap * Math.tanh(score / cap) : score;
      scores[1][row + j] = (float) score;
      none &= bias(b, h, i, j) == Double.NEGATIVE_INFINITY;
      w[j] = score + bias(b, h, i, j);
      scores[2][row + j] = (float) w[j];
      most = Math.max(most, w[j]);
    }
    double sum = 0;
    for (int j = 0; j < keys; j++) {
      w[j] = none ? 0 : Math.exp(w[j] - most);
      sum += w[j];
    }
    for (int j = 0; j < keys; j++) {
      w[j] = none ? 0 : w[j] / sum;
      scores[3][row + j] = (float) w[j];
    }
    for (int d = 0; d < valueSize; d++) {
      double value = 0;
      for (int j = 0; j < keys; j++) {
        value += w[j] * v.floats()[(head * keys + j) * valueSize + d];
      }
      y[((b * heads + h) * queries + i) * valueSize + d] = (float) value;
    }
  }

  Tensor output() {
    return Tensor.of(y, batch, heads, queries, valueSize);
  }

  Tensor scores(int stage) {
    return Tensor.of(scores[stage], batch, heads, queries, keys);
  }
}
