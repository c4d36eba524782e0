package io.sardonyx.runtime.importer;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.MapType;
import io.sardonyx.OptionalType;
import io.sardonyx.SequenceType;
import io.sardonyx.Shape;
import io.sardonyx.TensorType;
import io.sardonyx.ValueType;
import io.sardonyx.proto.TensorShapeProto;
import io.sardonyx.proto.TypeProto;
import java.util.ArrayList;
import java.util.List;

/** Turns {@link TypeProto}s into types. */
public final class TypeDecoder {

  private TypeDecoder() {}

  /**
   * The type that {@code type} describes; null if it describes none.
   *
   * @throws InvalidModelException if it is of a kind that has no values here, or a dimension is
   *     negative
   */
  public static ValueType decode(TypeProto type) {
    return switch (type.getValueCase()) {
      case TENSOR_TYPE ->
          type.getTensorType().getElemType() == 0
              ? null
              : new TensorType(
                  ElementType.ofCode(type.getTensorType().getElemType()),
                  type.getTensorType().hasShape()
                      ? shape(type.getTensorType().getShape())
                      : Shape.UNRANKED);
      case SPARSE_TENSOR_TYPE ->
          new TensorType(
              ElementType.ofCode(type.getSparseTensorType().getElemType()),
              type.getSparseTensorType().hasShape()
                  ? shape(type.getSparseTensorType().getShape())
                  : Shape.UNRANKED);
      case SEQUENCE_TYPE -> {
        ValueType element = decode(type.getSequenceType().getElemType());
        yield element == null ? null : new SequenceType(element);
      }
      case OPTIONAL_TYPE -> {
        ValueType element = decode(type.getOptionalType().getElemType());
        yield element == null ? null : new OptionalType(element);
      }
      case MAP_TYPE -> {
        ValueType value = decode(type.getMapType().getValueType());
        yield value == null
            ? null
            : new MapType(ElementType.ofCode(type.getMapType().getKeyType()), value);
      }
      case OPAQUE_TYPE ->
          throw new InvalidModelException(
              "a value has the opaque type '%s'; opaque values are not supported"
                  .formatted(type.getOpaqueType().getName()));
      case VALUE_NOT_SET -> null;
    };
  }

  private static Shape shape(TensorShapeProto shape) {
    List<Dim> dims = new ArrayList<>(shape.getDimCount());
    for (TensorShapeProto.Dimension dim : shape.getDimList()) {
      dims.add(
          switch (dim.getValueCase()) {
            // Exporters write -1 where they mean that a dimension is open.
            case DIM_VALUE -> dim.getDimValue() < 0 ? Dim.UNKNOWN : Dim.of(dim.getDimValue());
            case DIM_PARAM ->
                dim.getDimParam().isEmpty() ? Dim.UNKNOWN : Dim.symbol(dim.getDimParam());
            case VALUE_NOT_SET -> Dim.UNKNOWN;
          });
    }
    return Shape.of(dims);
  }
}
