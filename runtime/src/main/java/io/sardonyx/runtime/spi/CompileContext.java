package io.sardonyx.runtime.spi;

import io.sardonyx.ElementType;
import io.sardonyx.ModelOptions;
import io.sardonyx.Storage;
import io.sardonyx.TensorType;
import io.sardonyx.ValueType;
import java.util.function.Supplier;

/** A node that is being compiled: the shapes of all its inputs are known. */
public interface CompileContext extends NodeContext {

  /** The options that the model was loaded with. */
  ModelOptions options();

  /** The sizes of a tensor input; a copy. */
  default long[] dims(int i) {
    return shape(i).sizes();
  }

  /** How a tensor input lies in memory; plain, unless the operator is layout-aware. */
  Layout layout(int i);

  /** The type of a present output. */
  ValueType outputType(int i);

  default ElementType outputElementType(int i) {
    return ((TensorType) outputType(i)).elementType();
  }

  /** The sizes of an output tensor whose shape is known; a copy. */
  default long[] outputDims(int i) {
    return ((TensorType) outputType(i)).shape().sizes();
  }

  /** Whether the output is a tensor whose memory the runtime lays out. */
  default boolean isOutputKnown(int i) {
    return outputType(i).isKnown();
  }

  Layout outputLayout(int i);

  /** The slot of input {@code i}; -1 if omitted. */
  int input(int i);

  /** The slot of output {@code i}; -1 if unused. */
  int output(int i);

  /** Reserves memory that all tasks of the node share while it runs; its contents are undefined. */
  int scratch(Storage storage, long length);

  /** Asks for an array per worker, see {@link Frame#workerFloats}; the largest request counts. */
  void workerScratch(Storage storage, long length);

  /** Allows the output to take the input's memory, if the input is not used afterwards. */
  void inPlace(int input, int output);

  /**
   * Declares that the output's elements are the input's from element {@code offset} on. The runtime
   * then makes the output a view and drops the step; where it cannot, the step has to copy.
   */
  void view(int input, int output, long offset);

  /**
   * Declares that the input's elements, as they lie in memory, are the output's from {@code offset}
   * on, with every other part of the output written elsewhere. The runtime may then let the input's
   * producer write straight into the output. The step must find out by comparing array and offset.
   */
  void placeInto(int input, int output, long offset);

  /** Declares that the step {@linkplain Frame#provide provides} this output. */
  void provides(int output);

  /**
   * A form of the node's constants that is made once and shared by all plans of the program.
   *
   * @param key what the form depends on, apart from the node
   */
  <T> T packed(Object key, Supplier<T> pack);

  /**
   * Room for packed constants that outlives the plan, filled with zeros and aligned to cache lines
   * where the collector lets large arrays be. To be called while {@link #packed packing}.
   */
  FloatSpan packedFloats(int length);

  /** A graph attribute, ready to run. */
  Subprogram subprogram(String attribute);
}
