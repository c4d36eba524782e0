package io.sardonyx.runtime.exec;

import io.sardonyx.Profile;
import io.sardonyx.runtime.ir.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what every node of a model took. Thread-safe. */
public final class Profiler {

  /** Most spans that are kept for the trace file. */
  private static final int MAX_SPANS = 100_000;

  private record Key(String name, String operator) {}

  private static final class Total {
    long runs;
    long nanos;
    long bytes;
  }

  private final Map<Key, Total> totals = new LinkedHashMap<>();
  private final List<Profile.Span> spans = new ArrayList<>();

  /**
   * Records one run of one node.
   *
   * @param startNanos {@link System#nanoTime} when it began
   * @param bytes size of its outputs
   */
  public synchronized void record(Node node, long startNanos, long endNanos, long bytes) {
    String operator = node.op().toString();
    Total total = totals.computeIfAbsent(new Key(node.name(), operator), k -> new Total());
    total.runs++;
    total.nanos += endNanos - startNanos;
    total.bytes += bytes;
    if (spans.size() < MAX_SPANS) {
      spans.add(
          new Profile.Span(
              node.name(),
              operator,
              Thread.currentThread().getName(),
              startNanos,
              endNanos - startNanos,
              bytes));
    }
  }

  /** What was collected so far. */
  public synchronized Profile profile() {
    List<Profile.NodeTotal> nodes = new ArrayList<>();
    totals.forEach(
        (k, t) -> nodes.add(new Profile.NodeTotal(k.name, k.operator, t.runs, t.nanos, t.bytes)));
    return new Profile(nodes, spans);
  }
}
