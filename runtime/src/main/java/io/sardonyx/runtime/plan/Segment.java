package io.sardonyx.runtime.plan;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.exec.ExecutionFrame;
import io.sardonyx.runtime.ir.Constant;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.spi.Step;
import java.util.List;
import java.util.Map;

/**
 * A stretch of a program planned for known shapes: steps in order, and where every slot lies while
 * they run. A plan is a chain of segments; a new one begins where shapes depend on data.
 *
 * @param steps what runs
 * @param slabLengths array length that each slab needs, its base included
 * @param workerScratch array length per worker that the steps need
 * @param slabSlots slots in the slabs
 * @param constants slots that hold constants
 * @param outputs slots that are results with an array of their own
 * @param aliases slots that are views of memory the planner does not lay out
 * @param end why the segment ends
 * @param figures how well memory is reused
 * @param state what is known at the end, from which the next segment is planned
 * @param followers segments that were planned to follow this one
 */
record Segment(
    List<PlannedStep> steps,
    Map<Storage, Long> slabLengths,
    Map<Storage, Integer> workerScratch,
    List<SlabSlot> slabSlots,
    List<ConstantSlot> constants,
    List<OutputSlot> outputs,
    List<AliasSlot> aliases,
    End end,
    MemoryFigures figures,
    PlanState state,
    PlanCache followers) {

  /**
   * A step and its bookkeeping.
   *
   * @param released slots that nobody reads after it and that hold provided values
   * @param bytes size of its outputs
   */
  record PlannedStep(Step step, Node node, int[] released, long bytes) {}

  /** A slot in the slab of its storage. */
  record SlabSlot(int slot, Storage storage, int offset, ValueType type) {}

  /** A slot that holds a constant. */
  record ConstantSlot(int slot, Constant constant) {}

  /** A slot that is the result's own array. */
  record OutputSlot(int slot, int output, ElementType elementType, long[] shape) {}

  /** A slot that lies where another one does, so many elements further. */
  record AliasSlot(int slot, int of, int delta, ValueType type) {}

  /** Why a segment ends. */
  sealed interface End {

    /** The program is done. */
    record Finished() implements End {}

    /** Steps have provided values whose shapes were not known before. */
    record Shapes(List<Integer> values) implements End {}

    /** The next node's output shapes depend on the contents of these values. */
    record Contents(List<Integer> values) implements End {}
  }

  /**
   * Places the segment's slots in a frame.
   *
   * @param ownOutputs arrays that the caller supplies for results; null entries are allocated
   */
  void enter(ExecutionFrame frame, Object[] ownOutputs) {
    slabLengths.forEach(frame::ensureSlab);
    workerScratch.forEach(frame::ensureWorkerArrays);
    for (ConstantSlot c : constants) {
      frame.bind(c.slot, c.constant);
    }
    for (OutputSlot o : outputs) {
      Object array = ownOutputs == null ? null : ownOutputs[o.output];
      if (array == null) {
        array = io.sardonyx.Tensor.zeros(o.elementType, o.shape).array();
      }
      frame.bind(o.slot, array, 0, state.facts().type(o.slot));
    }
    for (SlabSlot s : slabSlots) {
      frame.bindSlab(s.slot, s.storage, s.offset, s.type);
    }
    for (AliasSlot a : aliases) {
      frame.bindAlias(a.slot, a.of, a.delta, a.type);
    }
  }
}
