package io.sardonyx.server.scheduler;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * The runs that may be under way at once in the whole server: as many as processors, so that models
 * together do not ask for more. Who finds no slot free waits in line without a thread. Thread-safe.
 */
public final class ComputeSlots {

  private final Executor executor;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int free;

  public ComputeSlots(int slots, Executor executor) {
    this.free = slots;
    this.executor = executor;
  }

  /** Takes a slot, or false: then {@code later} is started on the executor with a slot taken. */
  synchronized boolean tryAcquire(Runnable later) {
    if (free > 0) {
      free--;
      return true;
    }
    waiting.add(later);
    return false;
  }

  /** Gives a slot back. */
  void release() {
    Runnable next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free++;
        return;
      }
    }
    executor.execute(next);
  }

  /** Gives a slot to whoever waits longest, and waits in line again with {@code later}. */
  void yieldTo(Runnable later) {
    Runnable next;
    synchronized (this) {
      waiting.add(later);
      next = waiting.poll();
    }
    executor.execute(next);
  }

  void execute(Runnable task) {
    executor.execute(task);
  }
}
