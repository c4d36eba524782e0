package io.sardonyx;

/**
 * The one family of exceptions that Sardonyx throws. The message names where (file, node, operator,
 * input), what was found, what was expected, and where it helps what to do.
 */
public class OnnxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public OnnxException(String message) {
    super(message);
  }

  public OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
