package io.sardonyx.ops.sequence;

import io.sardonyx.OnnxException;
import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.NodeContext;

/** What the operators on sequences share. */
final class Sequences {

  private Sequences() {}

  /** The type of the tensors in a sequence that is input {@code i}. */
  static TensorType elementType(NodeContext c, int i) {
    if (c.hasInput(i) && c.type(i) instanceof SequenceType(TensorType element)) {
      return element;
    }
    throw c.error(
        "input %d is %s; expected a sequence of tensors", i, c.hasInput(i) ? c.type(i) : "missing");
  }

  /** The sequence in a slot. */
  static SequenceValue sequence(Frame f, int slot) {
    return (SequenceValue) f.value(slot);
  }

  /** Requires a position to be one integer. */
  static void requirePosition(NodeContext c, int i) {
    if (c.shape(i).isKnown() && c.shape(i).elements() != 1) {
      throw c.error("the position has shape %s; expected a scalar", c.shape(i));
    }
  }

  /**
   * The position in a slot, counted from the front.
   *
   * @param n number of elements in the sequence; negative positions count back from here
   * @param last the last position that is allowed
   */
  static int position(Frame f, int slot, int n, int last) {
    long position =
        switch (f.array(slot)) {
          case int[] ints -> ints[f.offset(slot)];
          case long[] longs -> longs[f.offset(slot)];
          default -> throw new IllegalStateException();
        };
    if (position < -n || position > last) {
      throw outOfRange(f, position, n, last);
    }
    return (int) (position < 0 ? position + n : position);
  }

  private static OnnxException outOfRange(Frame f, long position, int n, int last) {
    return n == 0 && last < 0
        ? f.error("the position is %d, but the sequence is empty", position)
        : f.error("the position is %d; expected %d to %d", position, -n, last);
  }

  /** An element of a sequence, held against the type that the sequence is said to have. */
  static Tensor element(Frame f, SequenceValue sequence, int i, TensorType type) {
    if (sequence.values().get(i) instanceof Tensor t
        && t.elementType() == type.elementType()
        && type.shape().admits(t.shape())) {
      return t;
    }
    throw f.error(
        "element %d of the sequence is %s; the sequence's type says %s",
        i, sequence.values().get(i).type(), type);
  }
}
