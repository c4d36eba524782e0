package io.sardonyx.bench;

import java.util.Arrays;

/**
 * The times of many runs.
 *
 * @param engine who ran
 * @param runs how often
 * @param minMillis the shortest
 * @param medianMillis the one in the middle
 * @param p99Millis the one that one in a hundred exceeds
 */
public record Timings(
    String engine, int runs, double minMillis, double medianMillis, double p99Millis) {

  static Timings of(String engine, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0;
    return new Timings(
        engine, n, sorted[0] / 1e6, median / 1e6, sorted[Math.min(n - 1, n * 99 / 100)] / 1e6);
  }
}
