package io.sardonyx.server.scheduler;

import io.sardonyx.server.RequestException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The requests that wait for a model, by priority and then by arrival. Not thread-safe: its
 * scheduler guards it.
 */
final class RequestQueue {

  /**
   * What to do next.
   *
   * @param jobs to run together; may be empty
   * @param waitNanos if there is nothing to run yet, the time after which there will be; 0: unknown
   */
  record Next(List<InferJob> jobs, long waitNanos) {}

  private final BatchPolicy policy;

  /** One queue a level, and a last one for requests that have waited too long. */
  private final List<ArrayDeque<InferJob>> levels = new ArrayList<>();

  private int size;

  RequestQueue(BatchPolicy policy) {
    this.policy = policy;
    for (int i = 0; i <= policy.priorityLevels(); i++) {
      levels.add(new ArrayDeque<>());
    }
  }

  int size() {
    return size;
  }

  /**
   * @throws RequestException if the queue is full
   */
  void add(InferJob job) {
    int level = policy.level(job);
    ArrayDeque<InferJob> queue = levels.get(level - 1);
    int limit = policy.queue(level).maxSize();
    if (queue.size() >= limit) {
      throw new RequestException(
          RequestException.Reason.RESOURCE_EXHAUSTED,
          "the queue of model '%s' is full: %d requests wait; try again later"
              .formatted(job.request().model(), limit));
    }
    queue.add(job);
    size++;
  }

  boolean remove(InferJob job) {
    for (ArrayDeque<InferJob> queue : levels) {
      if (queue.remove(job)) {
        size--;
        return true;
      }
    }
    return false;
  }

  /** Puts a request that has waited too long behind all others; false if it waits no more. */
  boolean delay(InferJob job) {
    if (!remove(job)) {
      return false;
    }
    levels.getLast().add(job);
    size++;
    return true;
  }

  /**
   * Takes the requests to run next: the first, and others of the same shapes behind it.
   *
   * @param isClosing whether waiting for more requests is in vain
   */
  Next take(long now, boolean isClosing) {
    InferJob first = first();
    if (first == null) {
      return new Next(List.of(), 0);
    }
    if (policy.maxBatchSize() <= 1 || (size == 1 && policy.maxDelayNanos() == 0)) {
      remove(first);
      return new Next(List.of(first), 0);
    }
    List<InferJob> joined = joinable(first, policy.maxBatchSize());
    long waited = now - first.arrivalNanos();
    long available = joined.stream().mapToLong(InferJob::batchSize).sum();
    boolean isComplete =
        isClosing
            || waited >= policy.maxDelayNanos()
            || (available < policy.maxBatchSize() && isBlocked(joined, available));
    long wanted = policy.sizeToRun(available, isComplete);
    if (wanted == 0) {
      return new Next(List.of(), Math.max(1, policy.maxDelayNanos() - waited));
    }
    if (wanted < available) {
      joined = joinable(first, wanted);
    }
    joined.forEach(this::remove);
    return new Next(joined, 0);
  }

  /** Whether the next request of these shapes is too large to join: waiting on is in vain. */
  private boolean isBlocked(List<InferJob> joined, long available) {
    InferJob first = joined.getFirst();
    for (ArrayDeque<InferJob> queue : levels) {
      for (InferJob job : queue) {
        if (available + job.batchSize() > policy.maxBatchSize()
            && !joined.contains(job)
            && job.signature().equals(first.signature())) {
          return true;
        }
      }
    }
    return false;
  }

  private InferJob first() {
    for (ArrayDeque<InferJob> queue : levels) {
      InferJob job = queue.peek();
      if (job != null) {
        return job;
      }
    }
    return null;
  }

  private List<InferJob> joinable(InferJob first, long maxSize) {
    List<InferJob> joined = new ArrayList<>();
    joined.add(first);
    long total = first.batchSize();
    for (ArrayDeque<InferJob> queue : levels) {
      Iterator<InferJob> jobs = queue.iterator();
      while (jobs.hasNext() && total < maxSize) {
        InferJob job = jobs.next();
        if (job != first && job.signature().equals(first.signature())) {
          if (total + job.batchSize() > maxSize) {
            // Requests of one shape are not overtaken by later ones that happen to fit.
            return joined;
          }
          joined.add(job);
          total += job.batchSize();
        }
      }
    }
    return joined;
  }
}
