package io.sardonyx.runtime.spi;

/**
 * An operator that is defined by others, as ONNX defines functions. A node of it is replaced by its
 * body as soon as types are inferred, so the operator is neither compiled nor run.
 */
public interface FunctionOperator extends Operator {

  /**
   * Makes the body for one node, once its inputs' types are known as far as they can be. Must set
   * every output that {@link FunctionBody#hasOutput} asks for.
   */
  void define(FunctionBody body);

  @Override
  default void infer(InferContext c) {
    throw new IllegalStateException("a function's types are those of its body");
  }

  @Override
  default Step compile(CompileContext c) {
    throw c.error("the types of its inputs were not known in time to replace it by its body");
  }
}
