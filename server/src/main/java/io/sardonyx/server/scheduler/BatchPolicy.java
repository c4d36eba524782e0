package io.sardonyx.server.scheduler;

import java.util.List;
import java.util.Map;

/**
 * How requests are queued and joined.
 *
 * @param maxBatchSize most batch elements of one run; 1: requests are not joined
 * @param preferredSizes sizes that are run at once when they can be reached; ascending
 * @param maxDelayNanos how long the oldest request waits for company
 * @param isOrdered whether answers leave in the order in which requests came
 * @param priorityLevels levels are 1, served first, to this
 * @param instances most runs of the model at once
 * @param queue the policy of levels that have none of their own
 */
public record BatchPolicy(
    int maxBatchSize,
    List<Integer> preferredSizes,
    long maxDelayNanos,
    boolean isOrdered,
    int priorityLevels,
    int defaultPriority,
    int instances,
    QueuePolicy queue,
    Map<Integer, QueuePolicy> levelQueues) {

  public BatchPolicy {
    preferredSizes = preferredSizes.stream().sorted().toList();
    levelQueues = Map.copyOf(levelQueues);
  }

  QueuePolicy queue(int level) {
    return levelQueues.getOrDefault(level, queue);
  }

  /** The level at which a request waits. */
  int level(InferJob job) {
    if (priorityLevels <= 1) {
      return 1;
    }
    int wanted = job.priority() == 0 ? defaultPriority : job.priority();
    return Math.clamp(wanted, 1, priorityLevels);
  }

  /** The number of elements to run when this many could be joined; 0: better wait for more. */
  long sizeToRun(long available, boolean isComplete) {
    if (isComplete || available >= maxBatchSize) {
      return available;
    }
    for (int i = preferredSizes.size() - 1; i >= 0; i--) {
      if (available >= preferredSizes.get(i)) {
        return preferredSizes.get(i);
      }
    }
    return 0;
  }
}
