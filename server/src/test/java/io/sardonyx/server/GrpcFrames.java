package io.sardonyx.server;

import com.google.protobuf.ByteString;
import io.sardonyx.server.proto.InferTensorContents;
import io.sardonyx.server.proto.ModelInferRequest;
import io.sardonyx.server.proto.ModelInferRequest.InferInputTensor;
import java.nio.ByteBuffer;

/** Messages as they are on the wire, for tools that know nothing of gRPC. */
final class GrpcFrames {

  private static final int PREFIX = 5;

  private GrpcFrames() {}

  /** A request for the model {@code loop}, to go round so often. */
  static ModelInferRequest loop(long times) {
    return ModelInferRequest.newBuilder()
        .setModelName("loop")
        .addInputs(
            InferInputTensor.newBuilder()
                .setName("n")
                .setDatatype("INT64")
                .setContents(InferTensorContents.newBuilder().addInt64Contents(times)))
        .addInputs(
            InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(1)
                .setContents(InferTensorContents.newBuilder().addFp32Contents(1)))
        .build();
  }

  /** A request for the model {@code tiny}: 1x16 floats. */
  static byte[] tinyRequest() {
    return message(
        ModelInferRequest.newBuilder()
            .setModelName("tiny")
            .addInputs(
                InferInputTensor.newBuilder()
                    .setName("x")
                    .setDatatype("FP32")
                    .addShape(1)
                    .addShape(16))
            .addRawInputContents(ByteString.copyFrom(new byte[64]))
            .build());
  }

  /** A message with its prefix. */
  static byte[] message(ModelInferRequest request) {
    byte[] message = request.toByteArray();
    return ByteBuffer.allocate(PREFIX + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }
}
