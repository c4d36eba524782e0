package io.sardonyx.server.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sardonyx.Storage;
import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.proto.InferParameter;
import io.sardonyx.server.proto.ModelInferRequest;
import io.sardonyx.server.proto.ModelInferRequest.InferInputTensor;
import io.sardonyx.server.proto.ModelInferRequest.InferRequestedOutputTensor;
import io.sardonyx.server.protocol.Datatype;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.protocol.Parameters;
import io.sardonyx.server.protocol.RawContents;
import io.sardonyx.server.protocol.RequestedOutput;
import io.sardonyx.server.protocol.TypedContents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes one ModelInferRequest. Raw contents that follow the inputs, as every protobuf library
 * writes them, go from the transport's buffers into the model's input arrays in one copy.
 */
final class InferRequestDecoder {

  private static final int MAX_INPUTS = 4096;
  private static final int LENGTH_DELIMITED = 2;

  private final WireInput in;
  private final List<InferInputTensor> inputs = new ArrayList<>();
  private final List<RequestedOutput> outputs = new ArrayList<>();
  private final Map<String, Object> parameters = new HashMap<>();

  /**
   * One entry for each raw content: a Tensor, or the bytes of one whose input was not yet known.
   */
  private final List<Object> raw = new ArrayList<>();

  private String model = "";
  private String version = "";
  private String id = "";

  InferRequestDecoder(WireInput in) {
    this.in = in;
  }

  /**
   * @throws RequestException if the message is malformed or a tensor is not what it says
   */
  InferRequest decode() throws IOException {
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      int field = tag >>> 3;
      if ((tag & 7) != LENGTH_DELIMITED
          || field > ModelInferRequest.RAW_INPUT_CONTENTS_FIELD_NUMBER) {
        in.skip(tag);
        continue;
      }
      switch (field) {
        case ModelInferRequest.MODEL_NAME_FIELD_NUMBER -> model = in.string();
        case ModelInferRequest.MODEL_VERSION_FIELD_NUMBER -> version = in.string();
        case ModelInferRequest.ID_FIELD_NUMBER -> id = in.string();
        case ModelInferRequest.PARAMETERS_FIELD_NUMBER -> parameter(in.bytes(in.length()));
        case ModelInferRequest.INPUTS_FIELD_NUMBER -> input(in.bytes(in.length()));
        case ModelInferRequest.OUTPUTS_FIELD_NUMBER -> output(in.bytes(in.length()));
        default -> rawContents(in.length());
      }
    }
    return new InferRequest(model, version, id, parameters, tensors(), outputs);
  }

  private void parameter(byte[] entry) throws IOException {
    CodedInputStream map = CodedInputStream.newInstance(entry);
    String key = "";
    InferParameter value = InferParameter.getDefaultInstance();
    for (int tag = map.readTag(); tag != 0; tag = map.readTag()) {
      switch (tag) {
        case (1 << 3) | LENGTH_DELIMITED -> key = map.readStringRequireUtf8();
        case (2 << 3) | LENGTH_DELIMITED -> value = InferParameter.parseFrom(map.readByteArray());
        default -> map.skipField(tag);
      }
    }
    Parameters.of(key, value).ifPresent(v -> parameters.put(v.getKey(), v.getValue()));
  }

  private void input(byte[] message) throws InvalidProtocolBufferException {
    if (inputs.size() == MAX_INPUTS) {
      throw RequestException.invalid("the request has more than %d inputs", MAX_INPUTS);
    }
    inputs.add(InferInputTensor.parseFrom(message));
  }

  private void output(byte[] message) throws InvalidProtocolBufferException {
    InferRequestedOutputTensor output = InferRequestedOutputTensor.parseFrom(message);
    outputs.add(new RequestedOutput(output.getName(), Parameters.of(output.getParametersMap())));
  }

  private void rawContents(int length) throws IOException {
    int index = raw.size();
    if (index >= inputs.size()) {
      if (index >= MAX_INPUTS) {
        throw RequestException.invalid("the request has more than %d raw contents", MAX_INPUTS);
      }
      raw.add(in.bytes(length));
      return;
    }
    InferInputTensor input = inputs.get(index);
    Datatype type = Datatype.ofName(input.getName(), input.getDatatype());
    if (type == Datatype.BYTES) {
      raw.add(in.bytes(length));
      return;
    }
    long[] shape = shape(input);
    Object array = RawContents.allocate(input.getName(), type, shape, length);
    Storage storage = type.elementType().storage();
    in.elements(storage, array, storage.length(array));
    raw.add(RawContents.checked(input.getName(), Tensor.of(type.elementType(), array, shape)));
  }

  private List<NamedTensor> tensors() {
    if (!raw.isEmpty() && raw.size() != inputs.size()) {
      throw RequestException.invalid(
          "the request has %d entries in raw_input_contents for %d inputs; expected one each",
          raw.size(), inputs.size());
    }
    List<NamedTensor> tensors = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      InferInputTensor input = inputs.get(i);
      if (raw.isEmpty()) {
        Datatype type = Datatype.ofName(input.getName(), input.getDatatype());
        tensors.add(
            new NamedTensor(
                input.getName(),
                TypedContents.decode(input.getName(), type, shape(input), input.getContents())));
        continue;
      }
      if (input.hasContents()) {
        throw RequestException.invalid(
            "input '%s' has contents beside raw_input_contents; a request uses one of them",
            input.getName());
      }
      tensors.add(new NamedTensor(input.getName(), tensor(input, raw.get(i))));
    }
    return tensors;
  }

  private static Tensor tensor(InferInputTensor input, Object raw) {
    return raw instanceof Tensor tensor
        ? tensor
        : RawContents.decode(
            input.getName(),
            Datatype.ofName(input.getName(), input.getDatatype()),
            shape(input),
            ByteBuffer.wrap((byte[]) raw));
  }

  private static long[] shape(InferInputTensor input) {
    long[] shape = new long[input.getShapeCount()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = input.getShape(i);
    }
    return shape;
  }
}
