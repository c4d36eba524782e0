package io.sardonyx.server.protocol;

import java.util.Map;

/**
 * An output that a client asks for.
 *
 * @param parameters for example {@code binary_data} or {@code classification}
 */
public record RequestedOutput(String name, Map<String, Object> parameters) {

  public RequestedOutput {
    parameters = Map.copyOf(parameters);
  }
}
