package io.sardonyx;

/** A value that goes into or comes out of a model: an ordinary object that nobody has to close. */
public sealed interface Value permits Tensor, SequenceValue, OptionalValue, MapValue {

  /** The value's type, with known shapes. */
  ValueType type();
}
