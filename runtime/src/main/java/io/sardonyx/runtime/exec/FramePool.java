package io.sardonyx.runtime.exec;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The idle frames of one program; as many are kept as runs could use at once. Thread-safe. */
public final class FramePool {

  private final Supplier<ExecutionFrame> factory;
  private final int maxIdle;
  private final ConcurrentLinkedDeque<ExecutionFrame> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger idleCount = new AtomicInteger();

  public FramePool(int maxIdle, Supplier<ExecutionFrame> factory) {
    this.maxIdle = maxIdle;
    this.factory = factory;
  }

  /** A frame that nobody else uses; the one that was used last, if there is one. */
  public ExecutionFrame acquire() {
    ExecutionFrame frame = idle.pollFirst();
    if (frame == null) {
      return factory.get();
    }
    idleCount.decrementAndGet();
    return frame;
  }

  public void release(ExecutionFrame frame) {
    if (idleCount.incrementAndGet() > maxIdle) {
      idleCount.decrementAndGet();
      return;
    }
    idle.addFirst(frame);
  }

  /** Lets go of all idle frames and their memory. */
  public void clear() {
    while (idle.pollFirst() != null) {
      idleCount.decrementAndGet();
    }
  }
}
