package io.sardonyx;

/**
 * Counts the uses of a thing that can be closed, and releases it after the last one. Thread-safe.
 */
final class UseCount {

  private final Runnable release;
  private int uses;
  private boolean closed;

  UseCount(Runnable release) {
    this.release = release;
  }

  /**
   * @throws IllegalStateException if closed
   */
  synchronized void begin() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    uses++;
  }

  void end() {
    boolean last;
    synchronized (this) {
      uses--;
      last = closed && uses == 0;
    }
    if (last) {
      release.run();
    }
  }

  void close() {
    boolean last;
    synchronized (this) {
      last = !closed && uses == 0;
      closed = true;
    }
    if (last) {
      release.run();
    }
  }
}
