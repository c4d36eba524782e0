package io.sardonyx.runtime.exec;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The process's one fixed set of worker threads. A parallel region is run by its caller and by
 * whatever workers are free: tasks are counted, not workers, so nobody waits for a thread that the
 * operating system has put aside. Workers spin for a while after work, nap for a second, and then
 * park.
 *
 * <p>Together, callers in regions and helping workers are never more than the processors that the
 * container grants: the more runs there are at once, the fewer workers help, down to none.
 */
public final class WorkerPool {

  /** Concurrent callers beyond this many get no help, which with so many they would not anyway. */
  private static final int MAX_REGIONS = 256;

  /** How long a worker looks for work before it parks: longer than the gap between two nodes. */
  private static final long SPIN_NANOS = 200_000;

  /**
   * How long a worker naps after that, looking for work every {@link #NAP_NANOS}, before it parks
   * for good. A worker that wakes by itself does so on its own processor; one that is woken after a
   * while, in a virtual machine, is often put beside the caller on the caller's.
   */
  private static final long AWAKE_NANOS = 1_000_000_000;

  private static final long NAP_NANOS = 200_000;

  private static final class Shared {
    static final WorkerPool POOL = new WorkerPool(Runtime.getRuntime().availableProcessors());
  }

  private final int processors;
  private final Worker[] workers;
  private final AtomicReferenceArray<Region> regions = new AtomicReferenceArray<>(MAX_REGIONS);
  private final AtomicInteger callers = new AtomicInteger();

  /** No region was ever published at or beyond this index. */
  private final AtomicInteger usedRegions = new AtomicInteger();

  /** A pool for this many processors; its threads start at once and are daemons. */
  WorkerPool(int processors) {
    this.processors = processors;
    this.workers = new Worker[processors - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  /** The pool of the process. */
  public static WorkerPool shared() {
    return Shared.POOL;
  }

  /** Most threads that can work on one region, the caller among them. */
  public int parallelism() {
    return processors;
  }

  /** Says that the current thread begins a run; until {@link #leave} it counts as working. */
  void enter() {
    callers.incrementAndGet();
  }

  void leave() {
    callers.decrementAndGet();
  }

  /** Runs a region that its caller has just opened; returns when all its tasks are done. */
  void run(Region region) {
    int helpers = Math.min(region.maxWorkers() - 1, processors - callers.get());
    int place = helpers > 0 ? publish(region) : -1;
    if (place >= 0) {
      wake(Math.min(helpers, region.taskCount() - 1));
    }
    region.work(0);
    if (place >= 0) {
      regions.set(place, null);
    }
    region.awaitDone();
  }

  private int publish(Region region) {
    for (int i = 0; i < MAX_REGIONS; i++) {
      if (regions.get(i) == null && regions.compareAndSet(i, null, region)) {
        if (i >= usedRegions.get()) {
          usedRegions.accumulateAndGet(i + 1, Math::max);
        }
        return i;
      }
    }
    return -1;
  }

  private void wake(int count) {
    int left = count;
    for (Worker worker : workers) {
      if (left == 0) {
        return;
      }
      if (worker.parked) {
        LockSupport.unpark(worker);
      }
      left--;
    }
  }

  private final class Worker extends Thread {
    private final int number;
    private volatile boolean parked;

    Worker(int number) {
      super("sardonyx-worker-" + number);
      this.number = number;
      setDaemon(true);
    }

    @Override
    public void run() {
      long idleSince = System.nanoTime();
      int spins = 0;
      while (true) {
        if (help()) {
          idleSince = System.nanoTime();
          spins = 0;
        } else if (++spins % 64 != 0) {
          Thread.onSpinWait();
        } else {
          long idle = System.nanoTime() - idleSince;
          if (idle > AWAKE_NANOS) {
            parked = true;
            if (!hasWork()) {
              LockSupport.park(WorkerPool.this);
            }
            parked = false;
            idleSince = System.nanoTime();
          } else if (idle > SPIN_NANOS) {
            LockSupport.parkNanos(WorkerPool.this, NAP_NANOS);
          }
        }
      }
    }

    private boolean help() {
      // The workers with the highest numbers stand back first when many callers work themselves.
      if (number > processors - callers.get()) {
        return false;
      }
      boolean helped = false;
      for (int i = 0; i < usedRegions.get(); i++) {
        Region region = regions.get(i);
        if (region != null && number < region.maxWorkers()) {
          helped |= region.work(number);
        }
      }
      return helped;
    }

    private boolean hasWork() {
      for (int i = 0; i < usedRegions.get(); i++) {
        if (regions.get(i) != null) {
          return true;
        }
      }
      return false;
    }
  }
}
