package io.sardonyx.runtime.spi;

/**
 * One node's operator: its semantics in one version of its operator set, with the node's attributes
 * read into fields.
 *
 * <p>An implementation is an immutable record whose constructor takes {@link Attributes}, so that
 * {@code Softmax::new} is its factory. It is used by many threads at once.
 */
public interface Operator {

  /**
   * Validates the inputs' types and derives the outputs'. Called at load, when shapes may be
   * symbolic, and once for every new signature of input shapes, when all that can be known is
   * known. Must set every present output's type; what it cannot know it leaves unknown.
   *
   * <p>An operator whose output shape depends on the contents of an input asks for them with {@link
   * InferContext#value}. If they are computed by the graph itself, the runtime runs up to this node
   * and then infers again with the contents at hand.
   */
  void infer(InferContext c);

  /**
   * Prepares the node for known input shapes: chooses kernels, packs constants, declares scratch
   * memory, views and in-place use. The result is cached and used for all signatures in which this
   * node sees the same inputs.
   */
  Step compile(CompileContext c);

  /**
   * Whether equal inputs always give equal outputs, so that the node may be computed once at load
   * or shared with an equal one. Random operators say no.
   */
  default boolean isPure() {
    return true;
  }
}
