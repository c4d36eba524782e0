package io.sardonyx.runtime.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.runtime.spi.ParallelTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class RegionTest {

  /** Late workers of a loop must not claim tasks of the next one under the old loop's ticket. */
  @Test
  void runsEachTaskOnceInLoopsOfChangingSize() {
    Region region = new Region(null, WorkerPool.shared().parallelism());
    AtomicIntegerArray runs = new AtomicIntegerArray(8);
    ParallelTask body = (f, task, worker) -> runs.incrementAndGet(task);
    int wrong = 0;
    // Other threads make it likely that one is put aside between two of its instructions.
    AtomicBoolean busy = new AtomicBoolean(true);
    for (int i = 0; i < 3; i++) {
      Thread.ofPlatform().daemon().start(() -> spin(busy));
    }
    WorkerPool.shared().enter();
    try {
      for (int loop = 0; loop < 200_000; loop++) {
        int tasks = loop % 2 == 0 ? 2 : 8;
        region.open(tasks, body);
        WorkerPool.shared().run(region);
        for (int task = 0; task < 8; task++) {
          wrong += runs.getAndSet(task, 0) == (task < tasks ? 1 : 0) ? 0 : 1;
        }
      }
    } finally {
      busy.set(false);
      WorkerPool.shared().leave();
    }
    assertThat(wrong).isZero();
  }

  private static void spin(AtomicBoolean busy) {
    while (busy.get()) {
      Thread.onSpinWait();
    }
  }
}
