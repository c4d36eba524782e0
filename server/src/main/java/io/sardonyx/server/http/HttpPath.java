package io.sardonyx.server.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.sardonyx.server.RequestException;
import java.util.ArrayList;
import java.util.List;

/** The paths of requests. */
final class HttpPath {

  private static final int MAX_SHOWN = 200;

  private HttpPath() {}

  /**
   * The parts between slashes, each decoded on its own, so that a name may contain a slash without
   * becoming two.
   *
   * @throws RequestException if an escape is broken
   */
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String part : path.split("/")) {
      if (!part.isEmpty()) {
        try {
          segments.add(QueryStringDecoder.decodeComponent(part.replace("+", "%2B")));
        } catch (IllegalArgumentException e) {
          throw new RequestException(
              RequestException.Reason.INVALID_ARGUMENT,
              "the path '%s' has a broken escape".formatted(shown(path)),
              e);
        }
      }
    }
    return segments;
  }

  /** The path for a message: short. */
  static String shown(String path) {
    return path.length() <= MAX_SHOWN ? path : path.substring(0, MAX_SHOWN) + "...";
  }
}
