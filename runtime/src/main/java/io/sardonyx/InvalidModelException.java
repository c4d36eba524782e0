package io.sardonyx;

/** Thrown at load when a file is not a model, or the model breaks the ONNX specification. */
public final class InvalidModelException extends OnnxException {

  private static final long serialVersionUID = 1L;

  public InvalidModelException(String message) {
    super(message);
  }

  public InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
