package io.sardonyx.server;

/** Where a server is in its life; a volatile step that every transport looks at. Thread-safe. */
public final class ServerState {

  /** The steps of a server's life, in order. */
  public enum Step {
    STARTING,
    READY,
    DRAINING,
    STOPPED
  }

  private volatile Step step = Step.STARTING;

  public Step step() {
    return step;
  }

  void moveTo(Step next) {
    step = next;
  }

  /** Whether the process answers at all. */
  public boolean isLive() {
    return step != Step.STOPPED;
  }

  /** Whether new requests should be sent here. */
  public boolean isReady() {
    return step == Step.READY;
  }
}
