package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;

/**
 * What a slice takes along one axis, as far as it is known.
 *
 * @param start the first element; negative counts from the back
 * @param end the element after the last; negative counts from the back
 * @param step not 0; negative goes backwards
 */
record SliceLimits(Dim start, Dim end, Dim step) {

  /** Ends beyond this mean the end of the dimension, however long it is. */
  private static final long FAR = Integer.MAX_VALUE;

  /** A whole axis. */
  static final SliceLimits ALL = new SliceLimits(Dim.of(0), Dim.of(Long.MAX_VALUE), Dim.of(1));

  boolean areKnown() {
    return start.isKnown() && end.isKnown() && step.isKnown();
  }

  /** How many elements are taken of a dimension. */
  Dim size(Dim n) {
    if (n.is(0)) {
      return n;
    }
    if (areKnown() && n.isKnown()) {
      return Dim.of(count(n.size()));
    }
    boolean forward = start.is(0) && step.is(1);
    boolean toEnd = (end.isKnown() && end.size() >= FAR) || (n.isSymbol() && n.equals(end));
    boolean backward = start.is(-1) && step.is(-1);
    boolean toBegin = end.isKnown() && end.size() < -FAR;
    return (forward && toEnd) || (backward && toBegin) ? n : Dim.UNKNOWN;
  }

  /** The first element that is taken of a dimension of size {@code n}, for known limits. */
  long first(long n) {
    return Math.clamp(fromFront(start.size(), n), 0L, step.size() > 0 ? n : n - 1);
  }

  private long count(long n) {
    long from = first(n);
    long to = fromFront(end.size(), n);
    if (step.size() > 0) {
      to = Math.clamp(to, 0L, n);
      return to <= from ? 0 : 1 + (to - from - 1) / step.size();
    }
    to = Math.clamp(to, -1L, n - 1);
    // Written so that the most negative step does not overflow.
    return to >= from ? 0 : 1 - (from - to - 1) / step.size();
  }

  private static long fromFront(long index, long n) {
    return index < 0 ? index + n : index;
  }
}
