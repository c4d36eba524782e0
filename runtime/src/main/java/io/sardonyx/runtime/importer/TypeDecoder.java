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
import io.sardonyx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

  /**
   * The symbols that stand for two dimensions of one input, such as {@code [batch, batch]}.
   * Exporters write them where they name dimensions without meaning them to be equal, so they say
   * nothing.
   */
  static Set<String> ambiguousSymbols(List<ValueInfoProto> inputs) {
    Set<String> ambiguous = new HashSet<>();
    for (ValueInfoProto input : inputs) {
      Set<String> seen = new HashSet<>();
      for (TensorShapeProto.Dimension dim :
          input.getType().getTensorType().getShape().getDimList()) {
        if (!dim.getDimParam().isEmpty() && !seen.add(dim.getDimParam())) {
          ambiguous.add(dim.getDimParam());
        }
      }
    }
    return ambiguous;
  }

  /** The same as {@link #decode}, but dimensions with these symbols are unknown. */
  static ValueType decode(TypeProto type, Set<String> ambiguous) {
    ValueType decoded = decode(type);
    if (!(decoded instanceof TensorType t) || !t.shape().isRanked()) {
      return decoded;
    }
    List<Dim> dims =
        t.shape().dims().stream()
            .map(d -> d.isSymbol() && ambiguous.contains(d.symbol()) ? Dim.UNKNOWN : d)
            .toList();
    return new TensorType(t.elementType(), Shape.of(dims));
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
