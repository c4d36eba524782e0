package io.sardonyx.server;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc.GRPCInferenceServiceFutureStub;
import io.sardonyx.server.proto.ModelInferRequest;
import io.sardonyx.server.proto.ModelInferRequest.InferInputTensor;
import io.sardonyx.server.proto.ModelInferResponse;
import io.sardonyx.server.repository.LoadedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A server of the gRPC protocol on a real port, of an own repository for each test. */
abstract class GrpcTestBase {

  @TempDir Path repository;
  InferenceServer server;
  ManagedChannel channel;
  GRPCInferenceServiceFutureStub stub;

  void start(ServerOptions.Builder options) {
    server =
        InferenceServer.start(
            options
                .host("127.0.0.1")
                .grpcPort(0)
                .httpPort(-1)
                .metricsPort(-1)
                .warmUp(Duration.ZERO)
                .build());
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
    stub = GRPCInferenceServiceGrpc.newFutureStub(channel);
  }

  void start() {
    start(ServerOptions.builder(repository));
  }

  @AfterEach
  void stop() {
    if (channel != null) {
      channel.shutdownNow();
    }
    if (server != null) {
      server.close();
    }
  }

  static ModelInferRequest.Builder floats(String model, int width, float... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return ModelInferRequest.newBuilder()
        .setModelName(model)
        .addInputs(
            InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(values.length / width)
                .addShape(width))
        .addRawInputContents(ByteString.copyFrom(raw.array()));
  }

  static float[] result(Future<ModelInferResponse> answer) throws Exception {
    ByteString raw = answer.get(60, TimeUnit.SECONDS).getRawOutputContents(0);
    float[] values = new float[raw.size() / 4];
    raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  static Status.Code code(Future<?> answer) throws Exception {
    try {
      answer.get(60, TimeUnit.SECONDS);
      return Status.Code.OK;
    } catch (ExecutionException e) {
      return ((StatusRuntimeException) e.getCause()).getStatus().getCode();
    }
  }

  LoadedModel model(String name) {
    return server.repository().find(name, "");
  }
}
