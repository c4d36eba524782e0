package io.sardonyx.ops.rnn;

import io.sardonyx.runtime.spi.Frame;
import java.util.List;

/**
 * The equations of a kind of recurrent layer. They are computed for some hidden units of some
 * sequences at a time, whose numbers lie densely, sequence after sequence, in a worker's array: one
 * such range of n numbers for every gate.
 */
interface Cell {

  /** The groups of gates that a step computes one after the other. */
  List<GateGroup> phases();

  /** The slot of a phase's left operand, [direction][sequence][unit]; -1 for the hidden state. */
  default int operand(int phase) {
    return -1;
  }

  /** Whether a phase wants the recurrent part and the projection of the input apart. */
  default boolean isSplit(int phase) {
    return false;
  }

  /** Ranges that a phase needs besides those of its gates. */
  int temporaries();

  /** Before the first step: sets states other than the hidden one. */
  default void begin(Frame f) {}

  /**
   * Finishes a phase. The last one leaves the new hidden state in the first range.
   *
   * @param d direction
   * @param b0 first sequence
   * @param b1 sequence behind the last; those that have ended are not among the numbers
   * @param s step
   * @param unit first hidden unit
   * @param width number of hidden units
   * @param n numbers of a range
   * @param x the worker's array: the ranges of the gates; then, if split, those of the projections
   *     of the same gates; then temporary ones
   * @param stride from one range to the next
   */
  void update(
      Frame f,
      int phase,
      int d,
      int b0,
      int b1,
      int s,
      int unit,
      int width,
      int n,
      Object x,
      int stride);

  /** After the last step: writes states other than the hidden one. */
  default void end(Frame f) {}
}
