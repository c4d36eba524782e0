package io.sardonyx.ops.family;

import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/** Steps that copy memory as it is. */
public final class Copies {

  private Copies() {}

  /**
   * Copies the first {@code length} array elements from {@code offset} on of one slot to the
   * beginning of another; nothing if they are the same memory.
   */
  public static Step copy(int from, long offset, int to, long length) {
    int start = Math.toIntExact(offset);
    int n = Math.toIntExact(length);
    return f -> copy(f, from, start, to, 0, n);
  }

  /** Copies {@code n} array elements between slots; nothing if they are the same memory. */
  public static void copy(Frame f, int from, int fromAt, int to, int toAt, int n) {
    int source = f.offset(from) + fromAt;
    int target = f.offset(to) + toAt;
    if (f.array(from) != f.array(to) || source != target) {
      System.arraycopy(f.array(from), source, f.array(to), target, n);
    }
  }
}
