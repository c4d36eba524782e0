package io.sardonyx.server.protocol;

import io.sardonyx.Tensor;

/** An input or output with its name. */
public record NamedTensor(String name, Tensor tensor) {

  /** The protocol's name of the element type. */
  public Datatype datatype() {
    return Datatype.of(tensor.elementType()).orElseThrow();
  }
}
