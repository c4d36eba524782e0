package io.sardonyx.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Times engines against each other: warm-up first, then one run of each in turn, so that whatever
 * the machine does strikes all of them alike.
 */
public final class ModelBenchmark {

  private static final Duration REST = Duration.ofMillis(50);

  private final double warmUpSeconds;
  private final double seconds;
  private final int minRuns;

  /**
   * @param warmUpSeconds how long each engine runs before it counts
   * @param seconds how long all of them together are measured
   * @param minRuns fewest runs of each, however long they take
   */
  public ModelBenchmark(double warmUpSeconds, double seconds, int minRuns) {
    this.warmUpSeconds = warmUpSeconds;
    this.seconds = seconds;
    this.minRuns = minRuns;
  }

  /** Waits until threads that spin for more work after a run have gone to sleep. */
  private static void rest() {
    try {
      Thread.sleep(REST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The engines' times, in their order. */
  public List<Timings> run(List<InferenceEngine> engines) {
    for (InferenceEngine engine : engines) {
      long start = System.nanoTime();
      int runs = 0;
      while (runs < 3 || System.nanoTime() - start < warmUpSeconds * 1e9) {
        engine.run();
        runs++;
      }
    }
    List<List<Long>> nanos = new ArrayList<>();
    engines.forEach(e -> nanos.add(new ArrayList<>()));
    long start = System.nanoTime();
    while (nanos.getFirst().size() < minRuns || System.nanoTime() - start < seconds * 1e9) {
      for (int i = 0; i < engines.size(); i++) {
        long begin = System.nanoTime();
        engines.get(i).run();
        nanos.get(i).add(System.nanoTime() - begin);
        rest();
      }
    }
    List<Timings> timings = new ArrayList<>();
    for (int i = 0; i < engines.size(); i++) {
      timings.add(
          Timings.of(
              engines.get(i).name(), nanos.get(i).stream().mapToLong(Long::longValue).toArray()));
    }
    return timings;
  }
}
