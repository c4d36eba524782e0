package io.sardonyx.runtime.exec;

import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One parallel loop at a time of one frame. A task is claimed by a compare-and-set on a ticket that
 * holds the loop's number and the next task, so that a worker that comes late to a finished loop
 * claims nothing of the next one by mistake.
 */
final class Region {

  private static final long TASK_MASK = 0xFFFFFFFFL;

  private static final int SPINS_BEFORE_YIELD = 20_000;

  private final Frame frame;
  private final int maxWorkers;
  private final AtomicLong ticket = new AtomicLong(TASK_MASK);
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  // Written while the ticket admits no claim, before the one that announces them.
  private int tasks;
  private ParallelTask body;

  Region(Frame frame, int maxWorkers) {
    this.frame = frame;
    this.maxWorkers = maxWorkers;
  }

  int maxWorkers() {
    return maxWorkers;
  }

  int taskCount() {
    return tasks;
  }

  /** Opens a new loop; the previous one must be done. */
  void open(int taskCount, ParallelTask task) {
    // A worker that still holds the last loop's ticket might see more tasks here than that loop
    // had. Its claim must fail, so the ticket changes first; as a read-modify-write it also keeps
    // the writes below behind it.
    long loop = (ticket.get() >>> 32) + 1;
    ticket.getAndSet(loop << 32 | TASK_MASK);
    tasks = taskCount;
    body = task;
    done.set(0);
    ticket.set((loop + 1) << 32);
  }

  /** Claims and runs tasks until none is left; tells whether there was any. */
  boolean work(int worker) {
    boolean worked = false;
    while (true) {
      long claim = ticket.get();
      int task = (int) (claim & TASK_MASK);
      if (task < 0 || task >= tasks) {
        return worked;
      }
      ParallelTask current = body;
      if (!ticket.compareAndSet(claim, claim + 1)) {
        continue;
      }
      worked = true;
      try {
        if (failure.get() == null) {
          current.run(frame, task, worker);
        }
      } catch (Throwable t) {
        failure.compareAndSet(null, t);
      } finally {
        done.incrementAndGet();
      }
    }
  }

  /** Returns when every task is done; rethrows what one of them threw. */
  void awaitDone() {
    for (int spins = 0; done.get() < tasks; spins++) {
      if (spins < SPINS_BEFORE_YIELD) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    body = null;
    Throwable thrown = failure.get();
    if (thrown != null) {
      failure.set(null);
      switch (thrown) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(thrown);
      }
    }
  }
}
