package io.sardonyx.runtime.exec;

import io.sardonyx.CancelSignal;
import io.sardonyx.RunCancelledException;
import io.sardonyx.RunOptions;
import java.time.Duration;

/** What may stop a run, and who measures it. Shared by a run and the subgraphs that it runs. */
public final class RunControl {

  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private final long startNanos = System.nanoTime();
  private final long allowedNanos;
  private final CancelSignal cancel;
  private final Profiler profiler;

  /**
   * @param profiler measures the nodes; null: nobody does
   */
  public RunControl(RunOptions options, Profiler profiler) {
    this.allowedNanos = options.timeout().map(RunControl::nanos).orElse(NO_DEADLINE);
    this.cancel = options.cancel().orElse(null);
    this.profiler = profiler;
  }

  private static long nanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return NO_DEADLINE;
    }
  }

  /** The profiler, or null. */
  public Profiler profiler() {
    return profiler;
  }

  /**
   * @throws RunCancelledException if the run was cancelled or its deadline has passed
   */
  public void check() {
    if (cancel != null && cancel.isCancelled()) {
      throw new RunCancelledException("the run was cancelled");
    }
    if (allowedNanos != NO_DEADLINE && System.nanoTime() - startNanos > allowedNanos) {
      throw new RunCancelledException(
          "the run passed its deadline of " + Duration.ofNanos(allowedNanos));
    }
  }
}
