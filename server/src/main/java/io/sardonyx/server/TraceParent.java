package io.sardonyx.server;

import java.util.regex.Pattern;

/**
 * The trace that a request belongs to, as its client says in the header {@code traceparent}.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
public final class TraceParent {

  public static final String HEADER = "traceparent";

  /** Version, trace, parent, flags; later versions may say more behind them. */
  private static final Pattern FORMAT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private static final int TRACE_START = 3;
  private static final int PARENT_START = 36;
  private static final int PARENT_END = 52;
  private static final int LENGTH = 55;

  /** The request belongs to no trace. */
  public static final TraceParent NONE = new TraceParent("", "");

  private final String trace;
  private final String parent;

  private TraceParent(String trace, String parent) {
    this.trace = trace;
    this.parent = parent;
  }

  /**
   * Reads the header; one that is missing or malformed means that there is no trace.
   *
   * @param header may be null
   */
  public static TraceParent of(String header) {
    if (header == null || !FORMAT.matcher(header).matches()) {
      return NONE;
    }
    if (header.startsWith("00") && header.length() != LENGTH) {
      return NONE;
    }
    return new TraceParent(
        header.substring(TRACE_START, PARENT_START - 1),
        header.substring(PARENT_START, PARENT_END));
  }

  public boolean isNone() {
    return trace.isEmpty();
  }

  /** The trace's 32 hexadecimal digits. */
  public String trace() {
    return trace;
  }

  /** The 16 hexadecimal digits of the client's span. */
  public String parent() {
    return parent;
  }
}
