package io.sardonyx.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.protocol.Parameters;
import io.sardonyx.server.protocol.RawContents;
import io.sardonyx.server.protocol.RawContents.Encoded;
import io.sardonyx.server.protocol.RequestedOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Encodes answers for REST: JSON, and behind it the tensors that the client wants raw. */
final class RestInferEncoder {

  private static final int CHUNK = 32 * 1024;

  /**
   * A body.
   *
   * @param jsonLength length of the JSON at its beginning; -1: it is all JSON
   */
  record Body(byte[] bytes, int jsonLength) {}

  private RestInferEncoder() {}

  static Body encode(JsonFactory factory, InferRequest request, InferResponse response)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    List<Encoded> raw = new ArrayList<>();
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("model_name", response.model());
      json.writeStringField("model_version", response.version());
      if (!response.id().isEmpty()) {
        json.writeStringField("id", response.id());
      }
      if (!response.parameters().isEmpty()) {
        json.writeObjectFieldStart("parameters");
        for (Map.Entry<String, Object> p : response.parameters().entrySet()) {
          json.writeFieldName(p.getKey());
          switch (p.getValue()) {
            case Boolean b -> json.writeBoolean(b);
            case Long l -> json.writeNumber(l);
            case Double d -> json.writeNumber(d);
            case Object o -> json.writeString(o.toString());
          }
        }
        json.writeEndObject();
      }
      json.writeArrayFieldStart("outputs");
      for (NamedTensor output : response.outputs()) {
        write(json, output, isBinary(request, output.name()), raw);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    if (raw.isEmpty()) {
      return new Body(out.toByteArray(), -1);
    }
    int jsonLength = out.size();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (Encoded tensor : raw) {
      tensor.writeTo(chunk, out::write);
    }
    return new Body(out.toByteArray(), jsonLength);
  }

  private static void write(
      JsonGenerator json, NamedTensor output, boolean isBinary, List<Encoded> raw)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", output.name());
    json.writeStringField("datatype", output.datatype().name());
    json.writeArrayFieldStart("shape");
    for (long size : output.tensor().shape()) {
      json.writeNumber(size);
    }
    json.writeEndArray();
    if (isBinary) {
      Encoded encoded = RawContents.encode(output.tensor());
      raw.add(encoded);
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", encoded.byteLength());
      json.writeEndObject();
    } else {
      json.writeFieldName("data");
      JsonTensors.write(json, output.datatype(), output.tensor());
    }
    json.writeEndObject();
  }

  private static boolean isBinary(InferRequest request, String output) {
    boolean byDefault = Parameters.flag(request.parameters(), "binary_data_output", false);
    for (RequestedOutput wanted : request.outputs()) {
      if (wanted.name().equals(output)) {
        return Parameters.flag(wanted.parameters(), "binary_data", byDefault);
      }
    }
    return byDefault;
  }
}
