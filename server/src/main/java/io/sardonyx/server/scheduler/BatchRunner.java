package io.sardonyx.server.scheduler;

import java.util.List;

/** Computes requests together. */
@FunctionalInterface
public interface BatchRunner {

  /**
   * Runs the model once for all requests, which have the same shapes but for the batch dimension.
   * Throws nothing: what goes wrong becomes the answer.
   *
   * @return sends the answers
   */
  Runnable run(List<InferJob> jobs);
}
