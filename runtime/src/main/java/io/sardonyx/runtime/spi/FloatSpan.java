package io.sardonyx.runtime.spi;

/**
 * A part of an array.
 *
 * @param array the array
 * @param at where the part begins
 */
public record FloatSpan(float[] array, int at) {

  /** Where a cache line begins in a large array: its header fills the rest of the first one. */
  public static final int LINE_START = 12;
}
