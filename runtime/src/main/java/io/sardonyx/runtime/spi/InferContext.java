package io.sardonyx.runtime.spi;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.TensorType;
import io.sardonyx.ValueType;
import java.util.List;

/** A node whose types are being inferred. */
public interface InferContext extends NodeContext {

  /**
   * The contents of an integer vector or scalar as far as they are known, such as a shape with a
   * symbolic batch; null if not even their number is known. Asking says that the output's shape
   * depends on them, as with {@link #value}.
   */
  List<Dim> dims(int i);

  /**
   * The same for operators that only pass the contents on: their output's shape does not depend.
   */
  List<Dim> contents(int i);

  /** Sets the type of output {@code i}; ignored if nobody uses it. */
  void output(int i, ValueType type);

  /** Sets the type of an output tensor. */
  default void output(int i, ElementType type, Shape shape) {
    output(i, new TensorType(type, shape));
  }

  /**
   * Sets the contents of an output: an int64 or int32 vector, or a scalar if the output's type has
   * rank 0. Wholly known contents become a constant, and the node need not run.
   */
  void outputDims(int i, List<Dim> contents);

  /** A graph attribute. */
  Subgraph subgraph(String attribute);
}
