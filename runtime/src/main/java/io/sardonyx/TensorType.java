package io.sardonyx;

/**
 * The type of a dense tensor.
 *
 * @param elementType type of the elements
 * @param shape the shape, as far as it is known
 */
public record TensorType(ElementType elementType, Shape shape) implements ValueType {

  public TensorType {
    java.util.Objects.requireNonNull(elementType, "elementType");
    java.util.Objects.requireNonNull(shape, "shape");
  }

  @Override
  public boolean isKnown() {
    return shape.isKnown();
  }

  public TensorType withShape(Shape other) {
    return new TensorType(elementType, other);
  }

  @Override
  public ValueType common(ValueType other) {
    return other instanceof TensorType t && t.elementType == elementType
        ? new TensorType(elementType, shape.common(t.shape))
        : null;
  }

  @Override
  public String toString() {
    return elementType.onnxName() + shape;
  }
}
