package io.sardonyx;

import java.time.Duration;
import java.util.Optional;

/**
 * How one run goes.
 *
 * @param timeout time after which the run stops between two nodes and throws {@link
 *     RunCancelledException}
 * @param cancel a signal on which it does the same
 */
public record RunOptions(Optional<Duration> timeout, Optional<CancelSignal> cancel) {

  /** Runs to the end. */
  public static final RunOptions DEFAULT = new RunOptions(Optional.empty(), Optional.empty());

  public RunOptions withTimeout(Duration value) {
    return new RunOptions(Optional.of(value), cancel);
  }

  public RunOptions withCancel(CancelSignal value) {
    return new RunOptions(timeout, Optional.of(value));
  }
}
