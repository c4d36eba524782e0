package io.sardonyx;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the nodes of a model took in all runs since it was loaded.
 *
 * @param nodes a total per node, in the order in which they first ran
 * @param spans single runs of nodes, in the order in which they ended
 */
public record Profile(List<NodeTotal> nodes, List<Span> spans) {

  /**
   * All runs of one node.
   *
   * @param name the node's name in the model
   * @param operator such as {@code Conv-11}
   * @param runs how often it ran
   * @param nanos time of all runs together
   * @param bytes size of its outputs, all runs together
   */
  public record NodeTotal(String name, String operator, long runs, long nanos, long bytes) {}

  /**
   * One run of one node.
   *
   * @param name the node's name in the model
   * @param operator such as {@code Conv-11}
   * @param thread name of the thread that ran it; pool workers may have helped
   * @param startNanos when it began, on {@link System#nanoTime}'s clock
   * @param nanos how long it took
   * @param bytes size of its outputs
   */
  public record Span(
      String name, String operator, String thread, long startNanos, long nanos, long bytes) {}

  public Profile {
    nodes = List.copyOf(nodes);
    spans = List.copyOf(spans);
  }

  /** A table for people: the slowest nodes first, then the sum per operator. */
  public String table() {
    long total = nodes.stream().mapToLong(NodeTotal::nanos).sum();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format("%10s %6s %6s %12s  %s%n", "us/run", "%", "runs", "bytes/run", "node"));
    nodes.stream()
        .sorted(Comparator.comparingLong(NodeTotal::nanos).reversed())
        .forEach(n -> row(text, n, n.operator() + " " + n.name(), total));
    Map<String, NodeTotal> operators = new LinkedHashMap<>();
    for (NodeTotal n : nodes) {
      operators.merge(
          n.operator(),
          n,
          (a, b) ->
              new NodeTotal(
                  "",
                  a.operator(),
                  Math.max(a.runs(), b.runs()),
                  a.nanos() + b.nanos(),
                  a.bytes() + b.bytes()));
    }
    text.append(System.lineSeparator());
    operators.values().stream()
        .sorted(Comparator.comparingLong(NodeTotal::nanos).reversed())
        .forEach(n -> row(text, n, "all " + n.operator(), total));
    return text.toString();
  }

  private static void row(StringBuilder text, NodeTotal n, String label, long total) {
    text.append(
        String.format(
            Locale.ROOT,
            "%10.1f %6.2f %6d %12d  %s%n",
            n.nanos() / 1e3 / n.runs(),
            total == 0 ? 0 : 100.0 * n.nanos() / total,
            n.runs(),
            n.bytes() / n.runs(),
            label));
  }

  /** The spans as a Chrome trace file (Trace Event Format), for chrome://tracing or Perfetto. */
  public String chromeTrace() {
    long origin = spans.stream().mapToLong(Span::startNanos).min().orElse(0);
    StringBuilder json = new StringBuilder("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[");
    Map<String, Integer> threads = new LinkedHashMap<>();
    String separator = "\n";
    for (Span s : spans) {
      int tid = threads.computeIfAbsent(s.thread(), t -> threads.size() + 1);
      json.append(separator)
          .append(
              String.format(
                  Locale.ROOT,
                  "{\"name\":%s,\"cat\":%s,\"ph\":\"X\",\"pid\":1,\"tid\":%d,\"ts\":%.3f,\"dur\":%.3f,\"args\":{\"bytes\":%d}}",
                  quoted(s.name().isEmpty() ? s.operator() : s.name()),
                  quoted(s.operator()),
                  tid,
                  (s.startNanos() - origin) / 1e3,
                  s.nanos() / 1e3,
                  s.bytes()));
      separator = ",\n";
    }
    for (Map.Entry<String, Integer> t : threads.entrySet()) {
      json.append(separator)
          .append(
              "{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":1,\"tid\":%d,\"args\":{\"name\":%s}}"
                  .formatted(t.getValue(), quoted(t.getKey())));
      separator = ",\n";
    }
    return json.append("\n]}\n").toString();
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
