package io.sardonyx.server.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.server.RequestException;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order of answers and the joining of requests, with runs that the test ends as it likes. */
class BatchSchedulerTest {

  private static final int SECONDS = 60;

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<String>> runs = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    executor.shutdownNow();
    timer.shutdownNow();
  }

  private BatchScheduler scheduler(
      int maxBatch, long delaySeconds, boolean isOrdered, CountDownLatch first) {
    BatchPolicy policy =
        new BatchPolicy(
            maxBatch,
            List.of(),
            TimeUnit.SECONDS.toNanos(delaySeconds),
            isOrdered,
            1,
            1,
            2,
            new QueuePolicy(0, false, false, 100),
            Map.of());
    BatchRunner runner =
        jobs -> {
          runs.add(jobs.stream().map(j -> j.request().id()).toList());
          if (jobs.getFirst().request().id().equals("first")) {
            await(first);
          }
          return () -> jobs.forEach(j -> j.succeed(null));
        };
    return new BatchScheduler(policy, runner, new ComputeSlots(2, executor), timer, () -> {});
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private InferJob job(String id, long batchSize) {
    return new InferJob(
        new InferRequest("m", "", id, Map.of(), List.of(), List.of()),
        Map.of(),
        batchSize,
        0,
        0,
        new InferCallback() {
          @Override
          public void answered(InferResponse response) {
            answers.add(id);
          }

          @Override
          public void failed(RequestException error) {
            answers.add(id + ": " + error.getMessage());
          }
        });
  }

  private <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    return queue.poll(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void orderedAnswersWaitForThoseBeforeThem() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    BatchScheduler scheduler = scheduler(1, 0, true, first);
    scheduler.submit(job("first", 1), false);
    assertThat(next(runs)).containsExactly("first");
    for (String id : List.of("second", "third")) {
      scheduler.submit(job(id, 1), false);
      assertThat(next(runs)).containsExactly(id);
    }
    // The third could only start when the second had its answer ready.
    assertThat(answers).isEmpty();
    first.countDown();
    assertThat(next(answers)).isEqualTo("first");
    assertThat(next(answers)).isEqualTo("second");
    assertThat(next(answers)).isEqualTo("third");
  }

  @Test
  void otherAnswersOvertake() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    BatchScheduler scheduler = scheduler(1, 0, false, first);
    scheduler.submit(job("first", 1), false);
    assertThat(next(runs)).containsExactly("first");
    scheduler.submit(job("second", 1), false);
    assertThat(next(answers)).isEqualTo("second");
    first.countDown();
    assertThat(next(answers)).isEqualTo("first");
  }

  @Test
  void aBatchThatNothingMoreFitsIntoDoesNotWait() throws Exception {
    BatchScheduler scheduler = scheduler(7, 3600, false, new CountDownLatch(0));
    scheduler.submit(job("a", 3), false);
    scheduler.submit(job("b", 3), false);
    assertThat(answers).isEmpty();
    scheduler.submit(job("c", 3), false);
    assertThat(next(runs)).containsExactly("a", "b");
    scheduler.submit(job("d", 4), false);
    assertThat(next(runs)).containsExactly("c", "d");
  }

  @Test
  void aClosedSchedulerDoesNotWaitForCompany() throws Exception {
    BatchScheduler scheduler = scheduler(7, 3600, false, new CountDownLatch(0));
    scheduler.submit(job("a", 3), false);
    scheduler.close();
    assertThat(next(answers)).isEqualTo("a");
    assertThat(scheduler.submit(job("b", 3), false)).isFalse();
  }
}
