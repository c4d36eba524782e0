package io.sardonyx.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.protocol.Datatype;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.protocol.Parameters;
import io.sardonyx.server.protocol.RawContents;
import io.sardonyx.server.protocol.RequestedOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decodes the body of one REST inference: JSON, and behind it the tensors that are sent raw. */
final class RestInferDecoder {

  private static final String BINARY_SIZE = "binary_data_size";
  private static final int MAX_TENSORS = 4096;
  private static final int MAX_RANK = 64;

  /**
   * An input as far as its object was read; where its data are if they came too early to be read.
   */
  private static final class Input {
    private String name = "";
    private String datatype = "";
    private long[] shape;
    private Map<String, Object> parameters = Map.of();
    private Tensor tensor;
    private int dataStart = -1;
  }

  private final JsonFactory factory;
  private final byte[] body;
  private final int jsonLength;
  private int rawStart;

  /**
   * @param jsonLength length of the JSON at the body's beginning
   */
  RestInferDecoder(JsonFactory factory, byte[] body, int jsonLength) {
    this.factory = factory;
    this.body = body;
    this.jsonLength = jsonLength;
    this.rawStart = jsonLength;
  }

  /**
   * @throws RequestException if the body is no inference request
   * @throws IOException if it is no JSON
   */
  InferRequest decode(String model, String version) throws IOException {
    String id = "";
    Map<String, Object> parameters = Map.of();
    List<NamedTensor> inputs = List.of();
    List<RequestedOutput> outputs = List.of();
    try (JsonParser json = factory.createParser(body, 0, jsonLength)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "an object");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "id" -> id = string(json, "id");
          case "parameters" -> parameters = parameters(json);
          case "inputs" -> inputs = inputs(json);
          case "outputs" -> outputs = outputs(json);
          default -> json.skipChildren();
        }
      }
      require(json.nextToken() == null, "nothing behind the request");
    }
    if (rawStart != body.length) {
      throw RequestException.invalid(
          "the request has %d bytes behind the raw tensors that its JSON describes",
          body.length - rawStart);
    }
    return new InferRequest(model, version, id, parameters, inputs, outputs);
  }

  private List<NamedTensor> inputs(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "an array of inputs");
    List<NamedTensor> inputs = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.START_OBJECT, "an input as an object");
      if (inputs.size() == MAX_TENSORS) {
        throw RequestException.invalid("the request has more than %d inputs", MAX_TENSORS);
      }
      inputs.add(input(json));
    }
    return inputs;
  }

  private NamedTensor input(JsonParser json) throws IOException {
    Input input = new Input();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> input.name = string(json, "name");
        case "datatype" -> input.datatype = string(json, "datatype");
        case "shape" -> input.shape = shape(json);
        case "parameters" -> input.parameters = parameters(json);
        case "data" -> data(json, input);
        default -> json.skipChildren();
      }
    }
    if (input.shape == null) {
      throw RequestException.invalid("input '%s' has no shape", input.name);
    }
    Datatype type = Datatype.ofName(input.name, input.datatype);
    if (input.parameters.containsKey(BINARY_SIZE)) {
      if (input.tensor != null || input.dataStart >= 0) {
        throw RequestException.invalid("input '%s' has both data and %s", input.name, BINARY_SIZE);
      }
      input.tensor = raw(input, type);
    } else if (input.tensor == null) {
      input.tensor = lateData(input, type);
    }
    return new NamedTensor(input.name, input.tensor);
  }

  private void data(JsonParser json, Input input) throws IOException {
    if (input.tensor != null || input.dataStart >= 0) {
      throw RequestException.invalid("input '%s' has data twice", input.name);
    }
    if (input.shape != null && !input.datatype.isEmpty()) {
      input.tensor =
          JsonTensors.read(
              json,
              input.name,
              Datatype.ofName(input.name, input.datatype),
              input.shape,
              jsonLength);
    } else {
      input.dataStart = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
    }
  }

  private Tensor lateData(Input input, Datatype type) throws IOException {
    if (input.dataStart < 0) {
      throw RequestException.invalid("input '%s' has neither data nor %s", input.name, BINARY_SIZE);
    }
    try (JsonParser json =
        factory.createParser(body, input.dataStart, jsonLength - input.dataStart)) {
      json.nextToken();
      return JsonTensors.read(json, input.name, type, input.shape, jsonLength);
    }
  }

  private Tensor raw(Input input, Datatype type) {
    long size = Parameters.number(input.parameters, BINARY_SIZE, 0);
    if (size < 0 || size > body.length - rawStart) {
      throw RequestException.invalid(
          "input '%s' has a %s of %d; the body has %d bytes left behind the JSON",
          input.name, BINARY_SIZE, size, body.length - rawStart);
    }
    ByteBuffer bytes = ByteBuffer.wrap(body, rawStart, (int) size).slice();
    rawStart += (int) size;
    return RawContents.checked(
        input.name, RawContents.decode(input.name, type, input.shape, bytes));
  }

  private static List<RequestedOutput> outputs(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "an array of outputs");
    List<RequestedOutput> outputs = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.START_OBJECT, "an output as an object");
      String name = "";
      Map<String, Object> parameters = Map.of();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "name" -> name = string(json, "name");
          case "parameters" -> parameters = parameters(json);
          default -> json.skipChildren();
        }
      }
      if (outputs.size() == MAX_TENSORS) {
        throw RequestException.invalid("the request has more than %d outputs", MAX_TENSORS);
      }
      outputs.add(new RequestedOutput(name, parameters));
    }
    return outputs;
  }

  private static long[] shape(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "a shape as an array");
    long[] shape = new long[MAX_RANK];
    int rank = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "sizes as whole numbers");
      if (rank == MAX_RANK) {
        throw RequestException.invalid("a shape has more than %d dimensions", MAX_RANK);
      }
      shape[rank++] = json.getLongValue();
    }
    return java.util.Arrays.copyOf(shape, rank);
  }

  private static Map<String, Object> parameters(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_OBJECT, "parameters as an object");
    Map<String, Object> parameters = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (token) {
        case VALUE_STRING -> parameters.put(name, json.getText());
        case VALUE_TRUE, VALUE_FALSE -> parameters.put(name, token == JsonToken.VALUE_TRUE);
        case VALUE_NUMBER_INT -> parameters.put(name, json.getLongValue());
        case VALUE_NUMBER_FLOAT -> parameters.put(name, json.getDoubleValue());
        default ->
            throw RequestException.invalid("parameter '%s' is no string, number or bool", name);
      }
    }
    return parameters;
  }

  private static String string(JsonParser json, String field) throws IOException {
    require(json.currentToken() == JsonToken.VALUE_STRING, field + " as a string");
    return json.getText();
  }

  private static void require(boolean isFine, String expected) {
    if (!isFine) {
      throw RequestException.invalid("the request's JSON is not as expected: %s", expected);
    }
  }
}
