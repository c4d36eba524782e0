package io.sardonyx.ops.sequence;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code sequence}. */
public final class SequenceOperators {

  private SequenceOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("ConcatFromSequence", 11, ConcatFromSequence::new)
        .op("SequenceAt", 11, a -> new SequenceAt())
        .op("SequenceConstruct", 11, a -> new SequenceConstruct())
        .op("SequenceEmpty", 11, SequenceEmpty::new)
        .op("SequenceErase", 11, a -> new SequenceErase())
        .op("SequenceInsert", 11, a -> new SequenceInsert())
        .op("SequenceLength", 11, a -> new SequenceLength())
        .op("SequenceMap", 17, a -> new SequenceMap())
        .op("SplitToSequence", 11, SplitToSequence::new);
  }
}
