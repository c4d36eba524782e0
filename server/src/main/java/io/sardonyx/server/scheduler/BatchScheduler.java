package io.sardonyx.server.scheduler;

import io.sardonyx.server.RequestException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Queues the requests for a model within bounds, joins those that wait to batches, and runs as many
 * batches at once as the model has instances and the server has slots. Thread-safe.
 */
public final class BatchScheduler implements Scheduler {

  private final BatchPolicy policy;
  private final BatchRunner runner;
  private final ComputeSlots slots;
  private final ScheduledExecutorService timer;
  private final Runnable whenIdle;
  private final RequestQueue queue;
  private final OrderedAnswers answers = new OrderedAnswers();
  private final Object lock = new Object();
  private int running;
  private boolean closed;
  private boolean wasIdle;
  private long timerAt = Long.MAX_VALUE;

  /**
   * @param whenIdle called once, when the scheduler is closed and all requests are answered
   */
  public BatchScheduler(
      BatchPolicy policy,
      BatchRunner runner,
      ComputeSlots slots,
      ScheduledExecutorService timer,
      Runnable whenIdle) {
    this.policy = policy;
    this.runner = runner;
    this.slots = slots;
    this.timer = timer;
    this.whenIdle = whenIdle;
    this.queue = new RequestQueue(policy);
  }

  @Override
  public boolean submit(InferJob job, boolean inline) {
    boolean isStarting;
    job.whenCancelled(() -> remove(job));
    synchronized (lock) {
      if (closed) {
        return false;
      }
      queue.add(job);
      isStarting = start();
    }
    if (job.isAnswered()) {
      // Cancelled before it had a place to give back.
      remove(job);
    }
    limitWait(job);
    if (isStarting && slots.tryAcquire(this::runNext)) {
      if (inline) {
        runNext();
      } else {
        slots.execute(this::runNext);
      }
    }
    return true;
  }

  /** Takes one of the model's instances if one is free; needs the lock. */
  private boolean start() {
    if (running >= policy.instances()) {
      return false;
    }
    running++;
    return true;
  }

  private void remove(InferJob job) {
    synchronized (lock) {
      queue.remove(job);
    }
    checkIdle();
  }

  private void limitWait(InferJob job) {
    QueuePolicy limits = policy.queue(policy.level(job));
    long nanos = limits.timeoutNanos(job);
    if (nanos > 0) {
      timer.schedule(() -> waitedTooLong(job, limits), nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void waitedTooLong(InferJob job, QueuePolicy limits) {
    synchronized (lock) {
      if (limits.isDelayed() ? queue.delay(job) : !queue.remove(job)) {
        return;
      }
    }
    if (!limits.isDelayed()) {
      job.fail(
          RequestException.unavailable(
              "the request for model '%s' waited longer than its timeout of %d microseconds",
              job.request().model(), TimeUnit.NANOSECONDS.toMicros(limits.timeoutNanos(job))));
      checkIdle();
    }
  }

  /** Runs one batch. The calling thread holds an instance and a slot, and gives both on. */
  private void runNext() {
    RequestQueue.Next next;
    OrderedAnswers.Place place = null;
    synchronized (lock) {
      next = queue.take(System.nanoTime(), closed);
      if (next.jobs().isEmpty()) {
        running--;
      } else if (policy.isOrdered()) {
        place = answers.next();
      }
    }
    if (next.jobs().isEmpty()) {
      slots.release();
      if (next.waitNanos() > 0) {
        wakeIn(next.waitNanos());
      }
      checkIdle();
      return;
    }
    try {
      run(next.jobs(), place);
    } finally {
      boolean isMore;
      synchronized (lock) {
        isMore = queue.size() > 0;
        if (!isMore) {
          running--;
        }
      }
      if (isMore) {
        slots.yieldTo(this::runNext);
      } else {
        slots.release();
        checkIdle();
      }
    }
  }

  private void run(List<InferJob> jobs, OrderedAnswers.Place place) {
    Runnable send = runner.run(jobs);
    if (place == null) {
      send.run();
    } else {
      place.send(send);
    }
  }

  private void wakeIn(long nanos) {
    long at = System.nanoTime() + nanos;
    synchronized (lock) {
      if (timerAt != Long.MAX_VALUE && timerAt - at <= 0) {
        return;
      }
      timerAt = at;
    }
    timer.schedule(this::wake, nanos, TimeUnit.NANOSECONDS);
  }

  private void wake() {
    synchronized (lock) {
      timerAt = Long.MAX_VALUE;
      if (queue.size() == 0 || !start()) {
        return;
      }
    }
    if (slots.tryAcquire(this::runNext)) {
      slots.execute(this::runNext);
    }
  }

  private void checkIdle() {
    synchronized (lock) {
      if (!closed || wasIdle || running > 0 || queue.size() > 0) {
        return;
      }
      wasIdle = true;
    }
    whenIdle.run();
  }

  @Override
  public int queued() {
    synchronized (lock) {
      return queue.size();
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    wake();
    checkIdle();
  }
}
