package io.sardonyx.server.protocol;

import java.util.List;
import java.util.Map;

/**
 * A request for inference, whatever transport it came by.
 *
 * @param version empty: the newest that is served
 * @param id the client's own name of the request; comes back with the answer
 * @param parameters values are Boolean, Long, Double or String
 * @param outputs empty: all
 */
public record InferRequest(
    String model,
    String version,
    String id,
    Map<String, Object> parameters,
    List<NamedTensor> inputs,
    List<RequestedOutput> outputs) {

  public InferRequest {
    parameters = Map.copyOf(parameters);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** The same request for a model that the transport names elsewhere. */
  public InferRequest forModel(String name, String ofVersion) {
    return new InferRequest(name, ofVersion, id, parameters, inputs, outputs);
  }
}
