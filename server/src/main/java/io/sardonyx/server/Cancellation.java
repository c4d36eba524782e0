package io.sardonyx.server;

import io.sardonyx.server.scheduler.InferJob;

/** Cancels a request that was started with it, before, while or after it runs. Thread-safe. */
public final class Cancellation {

  private InferJob job;
  private RequestException reason;

  /** Answers the request with an error, unless it was answered before. */
  public void cancel(RequestException why) {
    InferJob started;
    synchronized (this) {
      reason = why;
      started = job;
    }
    if (started != null) {
      started.cancel(why);
    }
  }

  void attach(InferJob started) {
    RequestException earlier;
    synchronized (this) {
      job = started;
      earlier = reason;
    }
    if (earlier != null) {
      started.cancel(earlier);
    }
  }
}
