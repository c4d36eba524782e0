package io.sardonyx.server.http;

import io.sardonyx.server.Cancellation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A request that came whole, and the way back to its client. Answered once, from any thread.
 *
 * @param path as sent, without the query
 * @param headers by their names in lower case
 * @param cancellation is used when the client goes away
 * @param answer sends the response
 */
record HttpCall(
    String method,
    String path,
    Map<String, String> headers,
    byte[] body,
    Cancellation cancellation,
    Consumer<HttpAnswer> answer) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether the client takes answers in this coding. */
  boolean accepts(String coding) {
    String accepted = headers.getOrDefault("accept-encoding", "");
    for (String part : accepted.split(",")) {
      String[] words = part.trim().split(";");
      if (words[0].trim().equalsIgnoreCase(coding)) {
        return words.length == 1 || !words[1].replace(" ", "").matches("q=0(\\.0*)?");
      }
    }
    return false;
  }
}
