package io.sardonyx.ops.rnn;

import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;

/**
 * The states of a recurrent layer, [direction][sequence][unit], and the lengths of its sequences.
 * The hidden state is there twice: a step reads one and writes the other.
 */
final class StateRows {

  private static final int LENGTHS = 4;

  private final RealArithmetic arithmetic;
  private final RecurrentSizes sizes;
  private final int lengths;
  private final int hidden;

  StateRows(Operands o, RealArithmetic arithmetic, RecurrentSizes sizes) {
    CompileContext c = o.context();
    this.arithmetic = arithmetic;
    this.sizes = sizes;
    this.lengths = c.hasInput(LENGTHS) ? c.input(LENGTHS) : -1;
    this.hidden = o.scratch(2L * length());
  }

  /** Numbers of a state. */
  int length() {
    return sizes.directions() * sizes.batch() * sizes.hidden();
  }

  int hiddenSlot() {
    return hidden;
  }

  /** Number of steps of a sequence. */
  int steps(Frame f, int b) {
    return lengths < 0 ? sizes.steps() : f.ints(lengths)[f.offset(lengths) + b];
  }

  void checkSteps(Frame f) {
    for (int b = 0; b < sizes.batch(); b++) {
      int steps = steps(f, b);
      if (steps < 0 || steps > sizes.steps()) {
        throw f.error("sequence %d has length %d; expected 0 to %d", b, steps, sizes.steps());
      }
    }
  }

  /** Where a sequence's row of a state begins. */
  int at(Frame f, int slot, int d, int b) {
    return f.offset(slot) + (d * sizes.batch() + b) * sizes.hidden();
  }

  /** Where a sequence's hidden state is that step s reads, and step s - 1 wrote. */
  int hiddenAt(Frame f, int s, int d, int b) {
    return at(f, hidden, d, b) + (s & 1) * length();
  }

  /** Sets a whole state from a tensor with the layer's layout; to zero if {@code from} is -1. */
  void begin(Frame f, int from, int state) {
    for (int d = 0; d < sizes.directions(); d++) {
      for (int b = 0; b < sizes.batch(); b++) {
        int to = at(f, state, d, b);
        if (from < 0) {
          arithmetic.fill(f.array(state), to, sizes.hidden(), 0);
        } else {
          int row = f.offset(from) + sizes.stateAt(d, b);
          System.arraycopy(f.array(from), row, f.array(state), to, sizes.hidden());
        }
      }
    }
  }

  /** Copies a whole state, {@code shift} numbers behind its slot's beginning, into a tensor. */
  void end(Frame f, int state, int shift, int to) {
    for (int d = 0; to >= 0 && d < sizes.directions(); d++) {
      for (int b = 0; b < sizes.batch(); b++) {
        int row = f.offset(to) + sizes.stateAt(d, b);
        int from = at(f, state, d, b) + shift;
        System.arraycopy(f.array(state), from, f.array(to), row, sizes.hidden());
      }
    }
  }

  /** Copies some units of a state, of the sequences that have a step s, densely to {@code x}. */
  void gather(
      Frame f, int state, int d, int b0, int b1, int s, int unit, int width, Object x, int at) {
    int to = at;
    for (int b = b0; b < b1; b++) {
      if (s < steps(f, b)) {
        int from = state == hidden ? hiddenAt(f, s, d, b) : at(f, state, d, b);
        System.arraycopy(f.array(state), from + unit, x, to, width);
        to += width;
      }
    }
  }

  /** The opposite; the hidden state goes where the next step reads it. */
  void scatter(
      Frame f, int state, int d, int b0, int b1, int s, int unit, int width, Object x, int at) {
    int from = at;
    for (int b = b0; b < b1; b++) {
      if (s < steps(f, b)) {
        int to = state == hidden ? hiddenAt(f, s + 1, d, b) : at(f, state, d, b);
        System.arraycopy(x, from, f.array(state), to + unit, width);
        from += width;
      }
    }
  }
}
