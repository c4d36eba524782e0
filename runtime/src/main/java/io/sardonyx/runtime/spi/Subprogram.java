package io.sardonyx.runtime.spi;

import io.sardonyx.Value;

/** A graph attribute, ready to run. */
public interface Subprogram {

  /** Number of formal inputs; captured outer values are supplied by the frame. */
  int inputCount();

  int outputCount();

  /**
   * Runs the subgraph within the caller's run.
   *
   * @param caller the frame of the node that has the subgraph; supplies the captured values
   * @param inputs the formal inputs, in order
   * @return the outputs, in order; they own their arrays
   */
  Value[] run(Frame caller, Value... inputs);
}
