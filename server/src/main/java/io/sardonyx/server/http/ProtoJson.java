package io.sardonyx.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/**
 * Writes messages as the JSON that the REST protocol has for them: names as in the schema, 64-bit
 * numbers as numbers, fields at their defaults included, absent messages left out.
 */
final class ProtoJson {

  private ProtoJson() {}

  static void write(JsonGenerator json, Message message) throws IOException {
    json.writeStartObject();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      boolean isAbsent = field.hasPresence() && !message.hasField(field);
      if (isAbsent) {
        continue;
      }
      json.writeFieldName(field.getName());
      Object value = message.getField(field);
      if (field.isMapField()) {
        writeMap(json, (List<?>) value);
      } else if (field.isRepeated()) {
        json.writeStartArray();
        for (Object element : (List<?>) value) {
          writeValue(json, field, element);
        }
        json.writeEndArray();
      } else {
        writeValue(json, field, value);
      }
    }
    json.writeEndObject();
  }

  private static void writeMap(JsonGenerator json, List<?> entries) throws IOException {
    json.writeStartObject();
    for (Object e : entries) {
      Message entry = (Message) e;
      FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
      FieldDescriptor value = entry.getDescriptorForType().findFieldByNumber(2);
      json.writeFieldName(entry.getField(key).toString());
      writeValue(json, value, entry.getField(value));
    }
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, FieldDescriptor field, Object value)
      throws IOException {
    switch (value) {
      case Message m -> write(json, m);
      case EnumValueDescriptor e -> json.writeString(e.getName());
      case String s -> json.writeString(s);
      case Boolean b -> json.writeBoolean(b);
      case Float f -> json.writeNumber(f);
      case Double d -> json.writeNumber(d);
      case ByteString b -> json.writeBinary(b.toByteArray());
      case Integer i ->
          json.writeNumber(isUnsigned(field) ? Integer.toUnsignedLong(i) : i.longValue());
      case Long l -> {
        if (isUnsigned(field) && l < 0) {
          json.writeNumber(new BigInteger(Long.toUnsignedString(l)));
        } else {
          json.writeNumber(l);
        }
      }
      default -> throw new IllegalArgumentException(field.getFullName() + " has no JSON");
    }
  }

  private static boolean isUnsigned(FieldDescriptor field) {
    return field.getType() == FieldDescriptor.Type.UINT32
        || field.getType() == FieldDescriptor.Type.UINT64;
  }
}
