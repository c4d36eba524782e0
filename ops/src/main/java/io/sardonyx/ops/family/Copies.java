package io.sardonyx.ops.family;

import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/** Steps that copy memory as it is. */
public final class Copies {

  /** A longer copy is worth a second thread. */
  private static final int PARALLEL = 64 * 1024;

  private Copies() {}

  /**
   * Copies the first {@code length} array elements from {@code offset} on of one slot to the
   * beginning of another; nothing if they are the same memory.
   */
  public static Step copy(int from, long offset, int to, long length) {
    int start = Math.toIntExact(offset);
    int n = Math.toIntExact(length);
    if (n <= PARALLEL) {
      return f -> copy(f, from, start, to, 0, n);
    }
    return unlessPlaced(
        to,
        from,
        start,
        Ranges.step(n, PARALLEL, (f, a, b, w) -> copy(f, from, start + a, to, a, b - a)));
  }

  /** A step for outputs that hold input 0's elements as they lie: a view where memory allows it. */
  public static Step view(CompileContext c) {
    c.view(0, 0, 0);
    long n = Shape.elements(c.dims(0));
    return copy(c.input(0), 0, c.output(0), c.elementType(0).arrayLength(n));
  }

  /** A step that runs others one after the other. */
  public static Step all(List<Step> steps) {
    Step[] all = steps.toArray(Step[]::new);
    return f -> {
      for (Step step : all) {
        step.run(f);
      }
    };
  }

  /** Copies {@code n} array elements between slots; nothing if they are the same memory. */
  public static void copy(Frame f, int from, int fromAt, int to, int toAt, int n) {
    int source = f.offset(from) + fromAt;
    int target = f.offset(to) + toAt;
    if (f.array(from) != f.array(to) || source != target) {
      System.arraycopy(f.array(from), source, f.array(to), target, n);
    }
  }

  /**
   * A step that does {@code copy} unless one slot already lies within another, {@code offset} array
   * elements from its beginning.
   */
  public static Step unlessPlaced(int part, int whole, int offset, Step copy) {
    return f -> {
      if (f.array(part) != f.array(whole) || f.offset(part) != f.offset(whole) + offset) {
        copy.run(f);
      }
    };
  }
}
