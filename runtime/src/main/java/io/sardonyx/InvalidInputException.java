package io.sardonyx;

/** Thrown by a run when its inputs do not fit the model: names, element types, shapes or values. */
public final class InvalidInputException extends OnnxException {

  private static final long serialVersionUID = 1L;

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
