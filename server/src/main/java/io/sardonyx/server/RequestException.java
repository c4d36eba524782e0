package io.sardonyx.server;

import io.sardonyx.OnnxException;

/**
 * A request that is answered with an error. The message goes to the client: it names what was found
 * and expected, and never a path or an inner state of the server.
 */
public final class RequestException extends OnnxException {

  private static final long serialVersionUID = 1L;

  /** Why a request failed: the names of gRPC's status codes, with the HTTP status of each. */
  public enum Reason {
    INVALID_ARGUMENT(400),
    METHOD_NOT_ALLOWED(405),
    TIMED_OUT_READING(408),
    HEADERS_TOO_LARGE(431),
    NOT_FOUND(404),
    UNAUTHENTICATED(401),
    PERMISSION_DENIED(403),
    /** The body, a header or a tensor is larger than the server takes. */
    OUT_OF_RANGE(413),
    RESOURCE_EXHAUSTED(503),
    UNAVAILABLE(503),
    DEADLINE_EXCEEDED(504),
    CANCELLED(499),
    UNIMPLEMENTED(501),
    INTERNAL(500);

    private final int httpStatus;

    Reason(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    public int httpStatus() {
      return httpStatus;
    }
  }

  private final Reason reason;

  public RequestException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public RequestException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** A request that no server could answer. */
  public static RequestException invalid(String format, Object... arguments) {
    return new RequestException(Reason.INVALID_ARGUMENT, format.formatted(arguments));
  }

  /** An error of the engine that a request has caused. */
  public static RequestException of(OnnxException e) {
    return e instanceof RequestException r
        ? r
        : new RequestException(Reason.INVALID_ARGUMENT, e.getMessage(), e);
  }

  /** A request for something that is not here. */
  public static RequestException notFound(String format, Object... arguments) {
    return new RequestException(Reason.NOT_FOUND, format.formatted(arguments));
  }

  /** A request that another time or another server might answer. */
  public static RequestException unavailable(String format, Object... arguments) {
    return new RequestException(Reason.UNAVAILABLE, format.formatted(arguments));
  }
}
