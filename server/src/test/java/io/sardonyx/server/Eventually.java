package io.sardonyx.server;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another thread brings about, however slow the machine is. */
final class Eventually {

  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final long STEP_MILLIS = 2;

  private Eventually() {}

  /** Returns as soon as the condition holds; fails if it does not within a minute and a half. */
  static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("within " + BOUND + " it never came true that " + what);
      }
      Thread.sleep(STEP_MILLIS);
    }
  }
}
