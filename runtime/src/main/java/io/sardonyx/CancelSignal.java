package io.sardonyx;

/**
 * Stops runs from another thread: once cancelled, every run that was given it stops between nodes.
 */
public final class CancelSignal {

  private volatile boolean cancelled;

  /** Stops the runs; there is no way back. */
  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }
}
