package io.sardonyx.runtime.plan;

/**
 * How well memory is reused, in bytes of all slabs together. Inputs, constants and results are not
 * counted: they are not the plan's.
 *
 * @param peak what the layout takes
 * @param lowerBound the largest sum of bytes alive at once, below which no layout can be
 * @param withoutReuse the sum of all buffers, what every value would take for itself
 */
public record MemoryFigures(long peak, long lowerBound, long withoutReuse) {

  /** No memory. */
  public static final MemoryFigures NONE = new MemoryFigures(0, 0, 0);

  /** The figures of two slabs together. */
  MemoryFigures plus(MemoryFigures other) {
    return new MemoryFigures(
        peak + other.peak, lowerBound + other.lowerBound, withoutReuse + other.withoutReuse);
  }

  /** The figures of two segments that run one after the other in the same slabs. */
  MemoryFigures then(MemoryFigures next) {
    return new MemoryFigures(
        Math.max(peak, next.peak),
        Math.max(lowerBound, next.lowerBound),
        withoutReuse + next.withoutReuse);
  }
}
