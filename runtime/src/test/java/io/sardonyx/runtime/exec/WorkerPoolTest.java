package io.sardonyx.runtime.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sardonyx.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

  private static ExecutionFrame frame(WorkerPool pool, int maxWorkers) {
    ExecutionFrame frame = new ExecutionFrame(pool, maxWorkers, 0);
    frame.begin(new RunControl(RunOptions.DEFAULT, null), false);
    return frame;
  }

  @Test
  void runsEveryTaskOnce() {
    WorkerPool pool = new WorkerPool(4);
    ExecutionFrame frame = frame(pool, 4);
    for (int round = 0; round < 2000; round++) {
      int tasks = 1 + round % 37;
      AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
      frame.parallel(tasks, (f, t, w) -> runs.incrementAndGet(t));
      for (int t = 0; t < tasks; t++) {
        assertThat(runs.get(t)).isEqualTo(1);
      }
    }
  }

  @Test
  void givesEachThreadANumberOfItsOwn() {
    WorkerPool pool = new WorkerPool(4);
    ExecutionFrame frame = frame(pool, 3);
    AtomicIntegerArray busy = new AtomicIntegerArray(3);
    AtomicInteger clashes = new AtomicInteger();
    for (int round = 0; round < 500; round++) {
      frame.parallel(
          16,
          (f, t, w) -> {
            if (busy.incrementAndGet(w) > 1) {
              clashes.incrementAndGet();
            }
            Thread.onSpinWait();
            busy.decrementAndGet(w);
          });
    }
    assertThat(clashes.get()).isZero();
  }

  @Test
  void throwsWhatATaskThrowsAndGoesOn() {
    ExecutionFrame frame = frame(new WorkerPool(2), 2);

    assertThatThrownBy(() ->
            frame.parallel(
                8,
                (f, t, w) -> {
                  if (t == 5) {
                    throw new IllegalArgumentException("five");
                  }
                }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("five");

    AtomicInteger runs = new AtomicInteger();
    frame.parallel(8, (f, t, w) -> runs.incrementAndGet());
    assertThat(runs.get()).isEqualTo(8);
  }

  @Test
  void servesManyCallersAtOnce() throws InterruptedException {
    WorkerPool pool = new WorkerPool(3);
    AtomicInteger runs = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int c = 0; c < 8; c++) {
      callers.add(
          Thread.ofPlatform()
              .start(() -> {
                ExecutionFrame frame = frame(pool, 3);
                for (int round = 0; round < 300; round++) {
                  frame.parallel(7, (f, t, w) -> runs.incrementAndGet());
                }
                frame.end();
              }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(runs.get()).isEqualTo(8 * 300 * 7);
  }

  @Test
  void runsOnTheCallerAloneWithOneThread() {
    ExecutionFrame frame = frame(new WorkerPool(4), 1);
    Thread caller = Thread.currentThread();
    List<Thread> threads = new ArrayList<>();
    frame.parallel(20, (f, t, w) -> threads.add(Thread.currentThread()));
    assertThat(threads).hasSize(20).containsOnly(caller);
  }
}
