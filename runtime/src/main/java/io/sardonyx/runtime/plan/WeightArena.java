package io.sardonyx.runtime.plan;

import io.sardonyx.runtime.spi.FloatSpan;

/**
 * Room for the packed weights of a program, in few large arrays: collectors place large arrays at
 * the beginning of a region, so that spans begin on a cache line. A vector that crosses cache lines
 * takes two reads. Used under the program's planning lock.
 */
final class WeightArena {

  /** Floats that fill a cache line. */
  private static final int LINE = 16;

  /** Length of the arrays; large objects under every usual heap size. */
  private static final int MAX_CHUNK = 1 << 20;

  private final long expected;
  private float[] chunk = {};
  private int used;

  /**
   * @param expected how many floats will be asked for, about
   */
  WeightArena(long expected) {
    this.expected = expected;
  }

  /** A span of zeros. */
  FloatSpan take(int length) {
    if (length > MAX_CHUNK / 4) {
      return new FloatSpan(
          new float[Math.addExact(length, FloatSpan.LINE_START)], FloatSpan.LINE_START);
    }
    if (used + length > chunk.length) {
      long size = Math.min(MAX_CHUNK, Math.max(expected, length) + FloatSpan.LINE_START);
      chunk = new float[(int) Math.max(size, length + FloatSpan.LINE_START)];
      used = FloatSpan.LINE_START;
    }
    FloatSpan span = new FloatSpan(chunk, used);
    used += (length + LINE - 1) / LINE * LINE;
    return span;
  }
}
