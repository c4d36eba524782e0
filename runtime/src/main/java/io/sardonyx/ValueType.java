package io.sardonyx;

/** The type of a value in a model: tensor, sequence, optional or map (ONNX IR, TypeProto). */
public sealed interface ValueType permits TensorType, SequenceType, OptionalType, MapType {

  /** As ONNX writes types, with the shape: {@code float[N,3,224,224]}, {@code seq(float[*])}. */
  @Override
  String toString();

  /** Whether values of this type always have one known shape. */
  default boolean isKnown() {
    return false;
  }

  /** The type that both values of this type and of {@code other} have; null if there is none. */
  ValueType common(ValueType other);
}
