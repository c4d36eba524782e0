package io.sardonyx;

/** Thrown by a run that was cancelled or whose deadline passed; it stopped between two nodes. */
public final class RunCancelledException extends OnnxException {

  private static final long serialVersionUID = 1L;

  public RunCancelledException(String message) {
    super(message);
  }

  public RunCancelledException(String message, Throwable cause) {
    super(message, cause);
  }
}
