package io.sardonyx.server.protocol;

import java.util.List;
import java.util.Map;

/**
 * The answer to an {@link InferRequest}.
 *
 * @param version the version that computed it
 * @param id that of the request
 */
public record InferResponse(
    String model,
    String version,
    String id,
    Map<String, Object> parameters,
    List<NamedTensor> outputs) {

  public InferResponse {
    parameters = Map.copyOf(parameters);
    outputs = List.copyOf(outputs);
  }

  /** The same results as the answer to another request. */
  public InferResponse forRequest(String otherId) {
    return new InferResponse(model, version, otherId, parameters, outputs);
  }
}
