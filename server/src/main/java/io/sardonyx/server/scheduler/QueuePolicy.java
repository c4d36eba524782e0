package io.sardonyx.server.scheduler;

import io.sardonyx.server.proto.ModelQueuePolicy;

/**
 * How long and how many requests may wait.
 *
 * @param timeoutNanos 0: as long as it takes
 * @param mayOverride whether a request may name a shorter time
 * @param isDelayed whether a request that waited too long goes behind all others instead of being
 *     refused
 * @param maxSize most requests that wait
 */
public record QueuePolicy(long timeoutNanos, boolean mayOverride, boolean isDelayed, int maxSize) {

  private static final long MICROSECOND = 1000;

  /**
   * The policy of a model configuration.
   *
   * @param defaultMaxSize if the configuration names none
   */
  public static QueuePolicy of(ModelQueuePolicy config, int defaultMaxSize) {
    int size = config.getMaxQueueSize();
    return new QueuePolicy(
        Math.multiplyExact(config.getDefaultTimeoutMicroseconds(), MICROSECOND),
        config.getAllowTimeoutOverride(),
        config.getTimeoutAction() == ModelQueuePolicy.TimeoutAction.DELAY,
        size <= 0 ? defaultMaxSize : size);
  }

  /** The longest time that a request may wait; 0: as long as it takes. */
  long timeoutNanos(InferJob job) {
    if (!mayOverride || job.timeoutNanos() <= 0) {
      return timeoutNanos;
    }
    return timeoutNanos == 0 ? job.timeoutNanos() : Math.min(timeoutNanos, job.timeoutNanos());
  }
}
