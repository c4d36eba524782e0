package io.sardonyx.ops.nn;

import io.sardonyx.Storage;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import java.util.Arrays;

/**
 * The recurrence of {@link LinearAttention} for one head of keys of one sequence: its state, and
 * the outputs of all query heads that share it.
 *
 * @param steps number of tokens
 * @param size numbers of a key
 * @param valueSize numbers of a value
 * @param factor factor of the output
 * @param decayWidth decays of a token: one for every head of keys, or for every number of a key
 * @param betaWidth update rates of a token: one, or one for every head of keys
 */
record LinearRecurrence(
    RealArithmetic arithmetic,
    LinearAttention op,
    int steps,
    int size,
    int valueSize,
    double factor,
    int q,
    int k,
    int v,
    int past,
    int decay,
    int decayWidth,
    int beta,
    int betaWidth,
    int y,
    int state) {

  static LinearRecurrence of(Operands o, LinearAttention op, long[] queryDims) {
    CompileContext c = o.context();
    int size = Math.toIntExact(queryDims[2] / op.queryHeads());
    int valueSize = Math.toIntExact(c.dims(2)[2] / op.keyHeads());
    boolean decays = c.hasInput(LinearAttention.DECAY);
    boolean corrects = c.hasInput(LinearAttention.BETA);
    int present = c.outputCount() > 1 ? o.output(1) : -1;
    long states = queryDims[0] * op.keyHeads() * size * valueSize;
    c.workerScratch(Storage.FLOATS, valueSize);
    return new LinearRecurrence(
        (RealArithmetic) o.arithmetic(),
        op,
        Math.toIntExact(queryDims[1]),
        size,
        valueSize,
        op.scale() == 0 ? 1 / Math.sqrt(size) : op.scale(),
        o.input(0),
        o.input(1),
        o.input(2),
        c.hasInput(LinearAttention.PAST) ? o.input(LinearAttention.PAST) : -1,
        decays ? o.input(LinearAttention.DECAY) : -1,
        decays ? Math.toIntExact(c.dims(LinearAttention.DECAY)[2]) : 0,
        corrects ? o.input(LinearAttention.BETA) : -1,
        corrects ? Math.toIntExact(c.dims(LinearAttention.BETA)[2]) : 0,
        o.output(0),
        present >= 0 ? present : o.scratch(states));
  }

  /** Runs all tokens of a sequence for one head of keys. */
  void run(Frame f, int task, int worker) {
    int batch = task / op.keyHeads();
    int head = task % op.keyHeads();
    float[] s = f.floats(state);
    int sAt = f.offset(state) + task * size * valueSize;
    if (past >= 0) {
      int from = f.offset(past) + task * size * valueSize;
      System.arraycopy(f.floats(past), from, s, sAt, size * valueSize);
    } else {
      Arrays.fill(s, sAt, sAt + size * valueSize, 0);
    }
    for (int t = 0; t < steps; t++) {
      int token = batch * steps + t;
      if (decay >= 0) {
        decay(f, token, head, s, sAt);
      }
      write(f, token, head, s, sAt, f.workerFloats(worker));
      read(f, token, head, s, sAt);
    }
  }

  private void decay(Frame f, int token, int head, float[] s, int sAt) {
    boolean perHead = decayWidth == op.keyHeads();
    int at = f.offset(decay) + token * decayWidth + (perHead ? head : head * size);
    for (int d = 0; d < size; d++) {
      float g = (float) Math.exp(f.floats(decay)[perHead ? at : at + d]);
      arithmetic.scale(s, sAt + d * valueSize, valueSize, g);
    }
  }

  /** Adds key times value, or key times the scaled difference of the value and what is stored. */
  private void write(Frame f, int token, int head, float[] s, int sAt, float[] scratch) {
    int kAt = f.offset(k) + (token * op.keyHeads() + head) * size;
    int vAt = f.offset(v) + (token * op.keyHeads() + head) * valueSize;
    float[] values = f.floats(v);
    if (beta >= 0) {
      float rate = f.floats(beta)[f.offset(beta) + token * betaWidth + (betaWidth == 1 ? 0 : head)];
      arithmetic.combine(size, 0, valueSize, f.floats(k), kAt, s, sAt, valueSize, scratch, 0);
      for (int j = 0; j < valueSize; j++) {
        scratch[j] = rate * (values[vAt + j] - scratch[j]);
      }
      values = scratch;
      vAt = 0;
    }
    for (int d = 0; d < size; d++) {
      arithmetic.addScaled(s, sAt + d * valueSize, values, vAt, f.floats(k)[kAt + d], valueSize);
    }
  }

  private void read(Frame f, int token, int head, float[] s, int sAt) {
    int group = op.queryHeads() / op.keyHeads();
    for (int h = head * group; h < (head + 1) * group; h++) {
      int qAt = f.offset(q) + (token * op.queryHeads() + h) * size;
      int yAt = f.offset(y) + (token * op.queryHeads() + h) * valueSize;
      arithmetic.combine(size, 0, valueSize, f.floats(q), qAt, s, sAt, valueSize, f.floats(y), yAt);
      arithmetic.affine(f.floats(y), yAt, f.floats(y), yAt, factor, 0, valueSize);
    }
  }
}
