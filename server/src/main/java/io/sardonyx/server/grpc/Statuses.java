package io.sardonyx.server.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.sardonyx.server.RequestException;

/** Errors as gRPC's statuses. */
final class Statuses {

  private Statuses() {}

  static Status of(RequestException e) {
    Status.Code code =
        switch (e.reason()) {
          case INVALID_ARGUMENT,
              METHOD_NOT_ALLOWED,
              TIMED_OUT_READING,
              HEADERS_TOO_LARGE,
              OUT_OF_RANGE ->
              Status.Code.INVALID_ARGUMENT;
          case NOT_FOUND -> Status.Code.NOT_FOUND;
          case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
          case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
          case RESOURCE_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
          case UNAVAILABLE -> Status.Code.UNAVAILABLE;
          case DEADLINE_EXCEEDED -> Status.Code.DEADLINE_EXCEEDED;
          case CANCELLED -> Status.Code.CANCELLED;
          case UNIMPLEMENTED -> Status.Code.UNIMPLEMENTED;
          case INTERNAL -> Status.Code.INTERNAL;
        };
    return code.toStatus().withDescription(e.getMessage());
  }

  static StatusRuntimeException exception(RequestException e) {
    return of(e).asRuntimeException();
  }
}
