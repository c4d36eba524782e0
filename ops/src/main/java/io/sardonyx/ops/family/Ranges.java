package io.sardonyx.ops.family;

import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * Cuts a range of elements into tasks of one size, the last one shorter. The size depends on the
 * operator alone, so that results do not depend on the number of threads.
 *
 * @param length number of elements
 * @param grain elements of a task
 */
public record Ranges(int length, int grain) {

  /** A grain for cheap functions: long enough to be worth waking a thread, short enough for L2. */
  public static final int CHEAP = 32 * 1024;

  /** A grain for functions of some dozens of instructions. */
  public static final int COSTLY = 4 * 1024;

  /** The body of a loop over ranges. */
  @FunctionalInterface
  public interface Body {
    /** Handles elements [from, to). */
    void run(Frame f, int from, int to, int worker);
  }

  /** A step that runs {@code body} over all ranges. */
  public static Step step(long length, int grain, Body body) {
    Ranges ranges = new Ranges(Math.toIntExact(length), grain);
    ParallelTask task = ranges.task(body);
    int tasks = ranges.tasks();
    return f -> f.parallel(tasks, task);
  }

  /**
   * How many pieces of work make a task.
   *
   * @param elements of a task, about
   * @param each elements of a piece
   */
  public static int grain(int elements, long each) {
    return (int) Math.max(1, elements / Math.max(1, each));
  }

  public int tasks() {
    return (int) (((long) length + grain - 1) / grain);
  }

  public int from(int task) {
    return task * grain;
  }

  public int to(int task) {
    return (int) Math.min(length, (long) (task + 1) * grain);
  }

  /** The parallel task that runs {@code body} over one range. */
  public ParallelTask task(Body body) {
    return (f, t, worker) -> body.run(f, from(t), to(t), worker);
  }
}
