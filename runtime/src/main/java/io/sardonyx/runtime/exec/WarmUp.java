package io.sardonyx.runtime.exec;

import io.sardonyx.runtime.spi.Exercise;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Has kernels compiled in the background while models load. Compiled code belongs to the process,
 * and so does what is known of it here. Thread-safe.
 */
public final class WarmUp {

  /** Calls of an exercise between looks at the clock. */
  private static final int ROUND = 8;

  /** How much faster than interpreted an exercise runs when its kernel is compiled. */
  private static final int SPEEDUP = 20;

  /** Longest time for one exercise; on a processor without vectors nothing becomes faster. */
  private static final long MAX_NANOS = 1_000_000_000;

  private static final WarmUp SHARED = new WarmUp();

  private final Set<Exercise> started = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread t = new Thread(task, "sardonyx-warm-up");
            t.setDaemon(true);
            return t;
          });

  private WarmUp() {
    thread.allowCoreThreadTimeOut(true);
  }

  /** The process's own. */
  public static WarmUp shared() {
    return SHARED;
  }

  /** Does an exercise in the background, unless one that equals it was done before. */
  public void start(Exercise exercise) {
    if (started.add(exercise)) {
      thread.execute(() -> repeat(exercise));
    }
  }

  private static void repeat(Exercise exercise) {
    long start = System.nanoTime();
    long slowest = 0;
    int fast = 0;
    // The compilers work in the background: a round may be slow again after a fast one.
    while (fast < 4 && System.nanoTime() - start < MAX_NANOS) {
      long before = System.nanoTime();
      for (int i = 0; i < ROUND; i++) {
        exercise.run();
      }
      long took = System.nanoTime() - before;
      slowest = Math.max(slowest, took);
      fast = took < slowest / SPEEDUP ? fast + 1 : 0;
    }
  }

  /** Waits until all exercises started so far are done, but no longer than a limit. */
  public void await(Duration limit) {
    Semaphore done = new Semaphore(0);
    thread.execute(done::release);
    try {
      if (!done.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
