package io.sardonyx.runtime.passes;

import java.util.List;

/** A library of passes that know operators, found by {@link java.util.ServiceLoader}. */
public interface PassProvider {

  /**
   * Passes that replace operators which nothing can run by others. They run before all others, and
   * also if passes are switched off.
   */
  List<Pass> lowerings();

  /** Passes that join several nodes into one, in order. */
  List<Pass> fusions();

  /** Passes that decide how tensors lie in memory; they run after everything else. */
  List<Pass> layouts();
}
