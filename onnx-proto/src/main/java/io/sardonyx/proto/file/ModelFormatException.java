package io.sardonyx.proto.file;

/**
 * Thrown when bytes are not a readable ONNX message, break a limit, or name external data that may
 * not be read. The message tells which file, what was found, and what was expected.
 */
public final class ModelFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ModelFormatException(String message) {
    super(message);
  }

  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
