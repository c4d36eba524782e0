package io.sardonyx.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How often something happened and what it took in total. Thread-safe. */
public final class DurationCount {

  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  public void add(long nanoseconds) {
    add(1, nanoseconds);
  }

  /** Adds several events that took so long together. */
  public void add(long events, long nanoseconds) {
    count.add(events);
    nanos.add(nanoseconds);
  }

  public long count() {
    return count.sum();
  }

  public long nanos() {
    return nanos.sum();
  }
}
