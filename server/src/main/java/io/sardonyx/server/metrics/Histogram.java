package io.sardonyx.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/** Counts durations in fixed buckets. Thread-safe. */
public final class Histogram {

  private static final long MILLISECOND = 1_000_000;

  private final long[] boundsNanos;
  private final LongAdder[] counts;
  private final LongAdder sumNanos = new LongAdder();

  /**
   * @param boundsMillis upper bounds of the buckets in milliseconds, ascending; one without bound
   *     is added
   */
  public Histogram(double... boundsMillis) {
    boundsNanos = new long[boundsMillis.length];
    counts = new LongAdder[boundsMillis.length + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
    for (int i = 0; i < boundsNanos.length; i++) {
      boundsNanos[i] = Math.round(boundsMillis[i] * MILLISECOND);
    }
  }

  /** From a tenth of a millisecond to ten seconds. */
  public static Histogram ofLatencies() {
    return new Histogram(
        0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000);
  }

  public void record(long nanos) {
    int i = 0;
    while (i < boundsNanos.length && nanos > boundsNanos[i]) {
      i++;
    }
    counts[i].increment();
    sumNanos.add(nanos);
  }

  /**
   * What was counted so far.
   *
   * @param boundsMillis upper bounds of the buckets but the last
   * @param cumulative durations up to each bound; the last entry is all
   */
  public record Snapshot(double[] boundsMillis, long[] cumulative, double sumMillis) {

    public long count() {
      return cumulative[cumulative.length - 1];
    }

    /** The bound below which a part of all durations lies; NaN if there are none. */
    public double quantileMillis(double part) {
      for (int i = 0; i < boundsMillis.length; i++) {
        if (count() > 0 && cumulative[i] >= part * count()) {
          return boundsMillis[i];
        }
      }
      return count() == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
    }
  }

  public Snapshot snapshot() {
    double[] bounds = new double[boundsNanos.length];
    long[] cumulative = new long[counts.length];
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      total += counts[i].sum();
      cumulative[i] = total;
      if (i < bounds.length) {
        bounds[i] = (double) boundsNanos[i] / MILLISECOND;
      }
    }
    return new Snapshot(bounds, cumulative, (double) sumNanos.sum() / MILLISECOND);
  }
}
