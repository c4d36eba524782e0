package io.sardonyx.runtime.spi;

import java.util.List;

/**
 * A node ready to run: offsets, strides and kernels are settled. Immutable; many frames may run it
 * at once. It allocates nothing, unless it {@linkplain Frame#provide provides} its outputs.
 */
@FunctionalInterface
public interface Step {

  /** Reads the node's inputs from the frame and writes its outputs into it. */
  void run(Frame f);

  /** Exercises for the kernels that the step uses. */
  default List<Exercise> exercises() {
    return List.of();
  }
}
