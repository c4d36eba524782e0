package io.sardonyx.ops.rnn;

import io.sardonyx.runtime.spi.Frame;
import java.util.List;

/** The equations of a kind of recurrent layer, for some hidden units of one sequence at a step. */
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

  /** Arrays of one number per unit that a phase needs, besides its gates. */
  int temporaries();

  /** Before the first step: sets states other than the hidden one. */
  default void begin(Frame f) {}

  /**
   * Finishes a phase. The last one sets the new hidden state.
   *
   * @param d direction
   * @param b sequence
   * @param unit first hidden unit
   * @param n number of hidden units
   * @param gates gate after gate at distances of {@code stride} from {@code at} on; then, if split,
   *     the projections of the same gates; then temporaries
   * @param hidden the array of the hidden states
   * @param previous where the units' last hidden state is
   * @param next where their new hidden state goes
   */
  void update(
      Frame f,
      int phase,
      int d,
      int b,
      int unit,
      int n,
      Object gates,
      int at,
      int stride,
      Object hidden,
      int previous,
      int next);

  /** After the last step: writes states other than the hidden one. */
  default void end(Frame f) {}
}
