package io.sardonyx.ops.rnn;

import io.sardonyx.InvalidModelException;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.Attributes;
import java.util.List;

/**
 * What RNN, GRU and LSTM have in common.
 *
 * @param direction which way the sequences are read
 * @param hidden number of hidden units; -1 if the attribute is missing
 * @param clip bound of the activations' inputs; infinite if there is none
 * @param batchFirst whether the batch is the first dimension of sequences and states
 * @param activations functions for every direction
 * @param perDirection number of functions of one direction
 */
record RecurrentAttributes(
    Direction direction,
    long hidden,
    float clip,
    boolean batchFirst,
    List<RecurrentActivation> activations,
    int perDirection) {

  /** Ways to read a sequence. */
  enum Direction {
    FORWARD,
    REVERSE,
    BIDIRECTIONAL
  }

  /** Reads the attributes; {@code defaults} are one direction's activations. */
  static RecurrentAttributes of(Attributes a, String... defaults) {
    Direction direction =
        a.has("direction") ? a.choice("direction", Direction.class) : Direction.FORWARD;
    float clip = a.number("clip", Float.POSITIVE_INFINITY);
    if (!(clip >= 0)) {
      throw new InvalidModelException("attribute 'clip' is " + clip + "; expected at least 0");
    }
    int directions = direction == Direction.BIDIRECTIONAL ? 2 : 1;
    return new RecurrentAttributes(
        direction,
        a.integer("hidden_size", -1),
        clip,
        a.flag("layout"),
        RecurrentActivation.read(a, directions, defaults),
        defaults.length);
  }

  int directions() {
    return direction == Direction.BIDIRECTIONAL ? 2 : 1;
  }

  /** Whether direction {@code d} reads sequences from the end. */
  boolean isReverse(int d) {
    return direction == Direction.REVERSE || d == 1;
  }

  /** Clips numbers in place and applies function {@code i} of direction {@code d} to them. */
  void activate(RealArithmetic arithmetic, int d, int i, Object y, int at, int n) {
    if (clip < Float.POSITIVE_INFINITY) {
      arithmetic.clamp(y, at, n, -clip, clip);
    }
    activations.get(d * perDirection + i).apply(arithmetic, y, at, n);
  }
}
