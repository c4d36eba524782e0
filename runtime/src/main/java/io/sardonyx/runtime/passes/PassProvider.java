package io.sardonyx.runtime.passes;

import java.util.List;

/** A library of passes that know operators, found by {@link java.util.ServiceLoader}. */
public interface PassProvider {

  /** Passes that join several nodes into one, in order. */
  List<Pass> fusions();

  /** Passes that decide how tensors lie in memory; they run after everything else. */
  List<Pass> layouts();
}
