package io.sardonyx.runtime.importer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.MapType;
import io.sardonyx.MapValue;
import io.sardonyx.OptionalType;
import io.sardonyx.OptionalValue;
import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.proto.MapProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.OptionalProto;
import io.sardonyx.proto.SequenceProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.proto.file.ModelFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns serialized values, as the files of test cases hold them, into values. */
public final class ValueDecoder {

  private final TensorDecoder tensors =
      new TensorDecoder(ModelFile.of(ModelProto.getDefaultInstance()));

  public ValueDecoder() {}

  /**
   * Decodes a value of a declared type, which tells what message the bytes are.
   *
   * @throws InvalidModelException if they are not
   */
  public Value decode(byte[] bytes, ValueType declared) {
    try {
      return switch (declared) {
        case TensorType t -> tensors.tensor(TensorProto.parseFrom(bytes));
        case SequenceType t -> sequence(SequenceProto.parseFrom(bytes), t);
        case OptionalType t -> optional(OptionalProto.parseFrom(bytes), t);
        case MapType t -> map(MapProto.parseFrom(bytes), t);
      };
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidModelException("the bytes are not a value of type " + declared, e);
    }
  }

  private SequenceValue sequence(SequenceProto proto, SequenceType type) {
    List<Value> values = new ArrayList<>();
    proto.getTensorValuesList().forEach(t -> values.add(tensors.tensor(t)));
    proto.getSparseTensorValuesList().forEach(t -> values.add(tensors.dense(t)));
    proto
        .getSequenceValuesList()
        .forEach(s -> values.add(sequence(s, (SequenceType) type.element())));
    proto.getMapValuesList().forEach(m -> values.add(map(m, (MapType) type.element())));
    proto
        .getOptionalValuesList()
        .forEach(o -> values.add(optional(o, (OptionalType) type.element())));
    return new SequenceValue(type.element(), values);
  }

  private OptionalValue optional(OptionalProto proto, OptionalType type) {
    Value value =
        switch (OptionalProto.DataType.forNumber(proto.getElemType())) {
          case TENSOR -> tensors.tensor(proto.getTensorValue());
          case SPARSE_TENSOR -> tensors.dense(proto.getSparseTensorValue());
          case SEQUENCE -> sequence(proto.getSequenceValue(), (SequenceType) type.element());
          case MAP -> map(proto.getMapValue(), (MapType) type.element());
          case OPTIONAL -> optional(proto.getOptionalValue(), (OptionalType) type.element());
          case UNDEFINED -> null;
          case null -> null;
        };
    return new OptionalValue(type.element(), Optional.ofNullable(value));
  }

  private MapValue map(MapProto proto, MapType type) {
    SequenceValue values = sequence(proto.getValues(), new SequenceType(type.value()));
    boolean strings = type.key() == ElementType.STRING;
    Map<Object, Value> entries = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      entries.put(
          strings
              ? proto.getStringKeys(i).toString(StandardCharsets.UTF_8)
              : (Object) proto.getKeys(i),
          values.values().get(i));
    }
    return new MapValue(type.key(), type.value(), entries);
  }

  /** Decodes a serialized {@link TensorProto}. */
  public Tensor tensor(byte[] bytes) {
    return (Tensor) decode(bytes, new TensorType(ElementType.FLOAT, io.sardonyx.Shape.UNRANKED));
  }
}
