package io.sardonyx.zoo.image;

import io.sardonyx.OnnxException;

/** Thrown when a picture cannot be read or used; the message names the file and what was found. */
public final class InvalidImageException extends OnnxException {

  private static final long serialVersionUID = 1L;

  public InvalidImageException(String message) {
    super(message);
  }

  public InvalidImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
