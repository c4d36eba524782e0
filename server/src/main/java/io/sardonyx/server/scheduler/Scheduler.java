package io.sardonyx.server.scheduler;

import io.sardonyx.server.RequestException;

/** Decides when the requests for one version of a model run, and which of them together. */
public interface Scheduler extends AutoCloseable {

  /**
   * Takes a request; its callback is called later or, if {@code inline}, perhaps before this
   * returns.
   *
   * @param inline whether the model may run on the calling thread
   * @return false if the scheduler is closed and another one may answer
   * @throws RequestException if the queue is full
   */
  boolean submit(InferJob job, boolean inline);

  /** Requests that wait. */
  int queued();

  /** Takes no more requests; those that were taken are still answered. Does not wait for them. */
  @Override
  void close();
}
