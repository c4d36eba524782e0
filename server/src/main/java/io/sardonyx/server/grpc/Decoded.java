package io.sardonyx.server.grpc;

import io.sardonyx.server.RequestException;
import io.sardonyx.server.protocol.InferRequest;

/** A message that was read: a request, or the reason why it is none. */
sealed interface Decoded {

  /** A request, whose tensors are the model's input arrays. */
  record Request(InferRequest request) implements Decoded {}

  /** A message that cannot be answered but with an error. */
  record Failure(RequestException error) implements Decoded {}
}
