package io.sardonyx.runtime.importer;

import com.google.protobuf.ByteString;
import io.sardonyx.InvalidModelException;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.file.ModelFile;
import io.sardonyx.runtime.registry.OperatorSchema;
import io.sardonyx.runtime.registry.OperatorSchema.Kind;
import io.sardonyx.runtime.spi.Attributes;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the attributes of nodes and holds them against the operators' schemas. */
final class AttributeDecoder {

  private final TensorDecoder tensors;

  AttributeDecoder(ModelFile file) {
    this.tensors = new TensorDecoder(file);
  }

  /**
   * The attributes of a node, graphs left out.
   *
   * @param where the node, for messages
   */
  Attributes decode(List<AttributeProto> protos, Optional<OperatorSchema> schema, String where) {
    Map<String, Object> values = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (AttributeProto proto : protos) {
      if (!names.add(proto.getName())) {
        throw new InvalidModelException(
            "%s: attribute '%s' is given twice".formatted(where, proto.getName()));
      }
      AttributeType type = typeOf(proto);
      schema.ifPresent(s -> requireKind(s, proto, type, where));
      if (type != AttributeType.GRAPH && type != AttributeType.GRAPHS) {
        values.put(proto.getName(), value(proto, type, where));
      }
    }
    if (schema.isEmpty()) {
      return Attributes.of(values);
    }
    Map<String, Object> defaults = new HashMap<>();
    for (OperatorSchema.Attribute attribute : schema.get().attributes().values()) {
      if (attribute.required() && !names.contains(attribute.name())) {
        throw new InvalidModelException(
            "%s: the required attribute '%s' is missing".formatted(where, attribute.name()));
      }
      if (attribute.defaultValue() != null) {
        defaults.put(attribute.name(), attribute.defaultValue());
      }
    }
    return Attributes.of(values, defaults);
  }

  /** The type that the attribute says, or, as IR version 1 wants it, the field that is set. */
  static AttributeType typeOf(AttributeProto proto) {
    if (proto.hasType() && proto.getType() != AttributeType.UNDEFINED) {
      return proto.getType();
    }
    if (proto.hasF()) {
      return AttributeType.FLOAT;
    } else if (proto.hasI()) {
      return AttributeType.INT;
    } else if (proto.hasS()) {
      return AttributeType.STRING;
    } else if (proto.hasT()) {
      return AttributeType.TENSOR;
    } else if (proto.hasG()) {
      return AttributeType.GRAPH;
    } else if (proto.getFloatsCount() > 0) {
      return AttributeType.FLOATS;
    } else if (proto.getStringsCount() > 0) {
      return AttributeType.STRINGS;
    } else if (proto.getTensorsCount() > 0) {
      return AttributeType.TENSORS;
    } else if (proto.getGraphsCount() > 0) {
      return AttributeType.GRAPHS;
    }
    return AttributeType.INTS;
  }

  private static void requireKind(
      OperatorSchema schema, AttributeProto proto, AttributeType type, String where) {
    OperatorSchema.Attribute expected = schema.attributes().get(proto.getName());
    if (expected == null) {
      if (schema.deprecated()) {
        return;
      }
      throw new InvalidModelException(
          "%s: attribute '%s' is unknown; the operator has %s"
              .formatted(where, proto.getName(), schema.attributes().keySet()));
    }
    Kind kind = kind(type);
    if (kind != expected.kind()) {
      throw new InvalidModelException(
          "%s: attribute '%s' is of type %s; expected %s"
              .formatted(where, proto.getName(), kind, expected.kind()));
    }
  }

  private static Kind kind(AttributeType type) {
    return switch (type) {
      case TYPE_PROTO -> Kind.TYPE;
      case TYPE_PROTOS -> Kind.TYPES;
      case SPARSE_TENSORS -> Kind.TENSORS;
      default -> Kind.valueOf(type.name());
    };
  }

  private Object value(AttributeProto proto, AttributeType type, String where) {
    return switch (type) {
      case FLOAT -> proto.getF();
      case INT -> proto.getI();
      case STRING -> utf8(proto.getS(), proto, where);
      case TENSOR -> tensors.tensor(proto.getT());
      case SPARSE_TENSOR -> tensors.dense(proto.getSparseTensor());
      case TYPE_PROTO -> TypeDecoder.decode(proto.getTp());
      case FLOATS -> {
        float[] floats = new float[proto.getFloatsCount()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = proto.getFloats(i);
        }
        yield floats;
      }
      case INTS -> proto.getIntsList().stream().mapToLong(Long::longValue).toArray();
      case STRINGS -> {
        List<String> strings = new ArrayList<>();
        for (ByteString bytes : proto.getStringsList()) {
          strings.add(utf8(bytes, proto, where));
        }
        yield List.copyOf(strings);
      }
      case TENSORS -> proto.getTensorsList().stream().map(tensors::tensor).toList();
      case TYPE_PROTOS -> proto.getTypeProtosList().stream().map(TypeDecoder::decode).toList();
      default ->
          throw new InvalidModelException(
              "%s: attribute '%s' has the unsupported type %s"
                  .formatted(where, proto.getName(), type));
    };
  }

  private static String utf8(ByteString bytes, AttributeProto proto, String where) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.asReadOnlyByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidModelException(
          "%s: attribute '%s' is not valid UTF-8".formatted(where, proto.getName()), e);
    }
  }
}
