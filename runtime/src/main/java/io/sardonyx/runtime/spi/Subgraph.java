package io.sardonyx.runtime.spi;

import io.sardonyx.ValueType;
import java.util.List;

/** A graph attribute, seen while types are inferred. */
public interface Subgraph {

  /** Number of formal inputs; captured outer values do not count. */
  int inputCount();

  int outputCount();

  /**
   * Infers the types of the outputs for these types of the formal inputs. The last call decides
   * what the subgraph is compiled for.
   */
  List<ValueType> infer(List<ValueType> inputTypes);
}
