package io.sardonyx.runtime.plan;

import io.sardonyx.Storage;
import io.sardonyx.runtime.spi.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node compiled for one set of input shapes: the step and what its operator declared about
 * memory. Inputs and outputs are meant by their index at the node.
 *
 * @param step what to run
 * @param scratch memory that the node's tasks share
 * @param workerScratch array length per worker and storage
 * @param inPlace outputs that may take an input's memory
 * @param views outputs whose elements are an input's
 * @param placements inputs whose elements are a part of an output
 * @param provided outputs that the step provides
 * @param runtimeInputs inputs that the step reads from the frame
 */
record CompiledNode(
    Step step,
    List<Scratch> scratch,
    Map<Storage, Integer> workerScratch,
    List<Pair> inPlace,
    List<Shift> views,
    List<Shift> placements,
    Set<Integer> provided,
    Set<Integer> runtimeInputs) {

  /** A piece of memory that only this node uses. */
  record Scratch(int slot, Storage storage, long length) {}

  /** An input and an output. */
  record Pair(int input, int output) {}

  /** An input, an output, and the distance in elements between their beginnings. */
  record Shift(int input, int output, long offset) {}
}
