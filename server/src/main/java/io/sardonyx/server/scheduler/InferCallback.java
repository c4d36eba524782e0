package io.sardonyx.server.scheduler;

import io.sardonyx.server.RequestException;
import io.sardonyx.server.protocol.InferResponse;

/** Takes the one answer to a request, on any thread; must neither block nor throw. */
public interface InferCallback {

  void answered(InferResponse response);

  void failed(RequestException error);
}
