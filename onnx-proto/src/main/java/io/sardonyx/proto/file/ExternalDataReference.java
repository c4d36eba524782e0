package io.sardonyx.proto.file;

import io.sardonyx.proto.StringStringEntryProto;
import io.sardonyx.proto.TensorProto;
import java.util.OptionalLong;

/**
 * Where the bytes of an external tensor lie, as its {@code external_data} entries say. Keys that
 * the specification does not name are ignored.
 *
 * @param tensor the tensor's name, for messages
 * @param location path relative to the model's folder
 * @param offset first byte in the file
 * @param length number of bytes; absent: up to the end of the file
 */
record ExternalDataReference(String tensor, String location, long offset, OptionalLong length) {

  static ExternalDataReference of(TensorProto tensor) {
    String name = tensor.getName();
    String location = null;
    long offset = 0;
    OptionalLong length = OptionalLong.empty();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      switch (entry.getKey()) {
        case "location" -> location = entry.getValue();
        case "offset" -> offset = count(name, entry);
        case "length" -> length = OptionalLong.of(count(name, entry));
        default -> {}
      }
    }
    if (location == null || location.isEmpty()) {
      throw new ModelFormatException("tensor '" + name + "': external data without a location");
    }
    return new ExternalDataReference(name, location, offset, length);
  }

  private static long count(String tensor, StringStringEntryProto entry) {
    long value;
    try {
      value = Long.parseLong(entry.getValue());
    } catch (NumberFormatException e) {
      value = -1;
    }
    if (value < 0) {
      throw new ModelFormatException(
          "tensor '%s': external data has %s '%s'; expected a number that is not negative"
              .formatted(tensor, entry.getKey(), entry.getValue()));
    }
    return value;
  }
}
