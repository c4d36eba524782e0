package io.sardonyx;

/** Thrown when a run would need more memory than the model's limit, or than an array can hold. */
public final class MemoryLimitException extends OnnxException {

  private static final long serialVersionUID = 1L;

  public MemoryLimitException(String message) {
    super(message);
  }

  public MemoryLimitException(String message, Throwable cause) {
    super(message, cause);
  }
}
