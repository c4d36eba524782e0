package io.sardonyx.ops.rnn;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.matrix.InputShapes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;

/**
 * The sizes of a recurrent layer, and where its tensors' parts lie.
 *
 * @param directions 1 or 2
 * @param steps length of the longest sequence
 * @param batch number of sequences
 * @param input numbers at each step
 * @param hidden hidden units
 * @param batchFirst whether the batch is the first dimension
 */
record RecurrentSizes(
    int directions, int steps, int batch, int input, int hidden, boolean batchFirst) {

  /**
   * Checks the inputs' shapes and infers the outputs'.
   *
   * @param gates gates of a hidden unit
   * @param states outputs after the first: the last state, and with LSTM the last cell
   */
  static void infer(InferContext c, RecurrentAttributes a, int gates, int states) {
    int batchAxis = a.batchFirst() ? 0 : 1;
    Dim directions = Dim.of(a.directions());
    Dim steps = dim(c, 0, 1 - batchAxis);
    Dim batch = dim(c, 0, batchAxis);
    Dim input = dim(c, 0, 2).refine(dim(c, 1, 2));
    Dim hidden = a.hidden() >= 0 ? Dim.of(a.hidden()) : dim(c, 2, 2);
    Dim rows = hidden.map(h -> Math.multiplyExact(h, gates));
    InputShapes.check(
        c, 0, a.batchFirst() ? Shape.of(batch, steps, input) : Shape.of(steps, batch, input));
    InputShapes.check(c, 1, Shape.of(directions, rows, input));
    InputShapes.check(c, 2, Shape.of(directions, rows, hidden));
    InputShapes.check(c, 3, Shape.of(directions, rows.map(r -> 2 * r)));
    InputShapes.check(c, 4, Shape.of(batch));
    Shape state =
        a.batchFirst() ? Shape.of(batch, directions, hidden) : Shape.of(directions, batch, hidden);
    InputShapes.check(c, 5, state);
    if (states > 1) {
      InputShapes.check(c, 6, state);
      InputShapes.check(c, 7, Shape.of(directions, hidden.map(h -> 3 * h)));
    }
    Shape all =
        a.batchFirst()
            ? Shape.of(batch, steps, directions, hidden)
            : Shape.of(steps, directions, batch, hidden);
    for (int i = 0; i < Math.min(c.outputCount(), states + 1); i++) {
      c.output(i, c.elementType(0), i == 0 ? all : state);
    }
  }

  private static Dim dim(InferContext c, int input, int axis) {
    if (c.rank(input) >= 0 && c.rank(input) != 3) {
      throw c.error("input %d has shape %s; expected rank 3", input, c.shape(input));
    }
    return c.rank(input) < 0 ? Dim.UNKNOWN : c.shape(input).dim(axis);
  }

  static RecurrentSizes of(CompileContext c, RecurrentAttributes a) {
    long[] x = c.dims(0);
    return new RecurrentSizes(
        a.directions(),
        Math.toIntExact(x[a.batchFirst() ? 1 : 0]),
        Math.toIntExact(x[a.batchFirst() ? 0 : 1]),
        Math.toIntExact(x[2]),
        Math.toIntExact(c.dims(2)[2]),
        a.batchFirst());
  }

  /** The row of the input sequences, and of their projections, at step t of sequence b. */
  int row(int t, int b) {
    return batchFirst ? b * steps + t : t * batch + b;
  }

  /** Where the hidden units of step t of sequence b begin in the output. */
  int outputAt(int t, int d, int b) {
    int row = batchFirst ? (b * steps + t) * directions + d : (t * directions + d) * batch + b;
    return row * hidden;
  }

  /** Where the state of sequence b begins in an initial or last state. */
  int stateAt(int d, int b) {
    return (batchFirst ? b * directions + d : d * batch + b) * hidden;
  }
}
