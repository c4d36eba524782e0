package io.sardonyx.runtime.spi;

/**
 * An operator that can also run on tensors that lie channels last (see {@link Layout}). The layout
 * pass asks it, and from then on {@link CompileContext#layout} tells what each input and output of
 * the node is. Shapes stay logical: [N, C, spatial...] in either layout.
 */
public interface ChannelsLastOperator extends Operator {

  /** How much a node gains from the layout. */
  enum Role {
    /** The node is much faster channels last: convolutions, pooling. */
    PREFERS,
    /** The node works as well in either layout, and follows its neighbours. */
    FOLLOWS,
    /** The node needs plain tensors. */
    NEVER
  }

  /** The node's role, given the types of its inputs and outputs; ranks may be unknown. */
  Role channelsLastRole(NodeContext c);

  /**
   * Whether input {@code i} is one of those that come channels last when the node runs so; the
   * others, such as weights, stay plain.
   */
  default boolean isChannelsLastInput(NodeContext c, int i) {
    return i == 0;
  }

  /** Whether output {@code i} is channels last when the node runs so. */
  default boolean isChannelsLastOutput(NodeContext c, int i) {
    return true;
  }

  /** Whether inputs may have more room between pixels than their channels need. */
  default boolean readsAnyPitch() {
    return false;
  }

  /** Whether outputs may have more room between pixels, which the node leaves alone. */
  default boolean writesAnyPitch() {
    return false;
  }

  /** Whether the distance of pixels is handed on, because outputs are views of inputs or so. */
  default PitchFlow pitchFlow(NodeContext c) {
    return PitchFlow.NONE;
  }

  /** Which way the distance of pixels is handed on. */
  enum PitchFlow {
    /** Inputs and outputs have their own. */
    NONE,
    /** Outputs are views of the input and take over its pitch: Split of channels. */
    FORWARD,
    /** Inputs may be parts of the output and take over its pitch: Concat of channels. */
    BACKWARD
  }
}
