package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.sardonyx.ElementType;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.sardonyx.server.proto.InferTensorContents;
import io.sardonyx.server.proto.ModelConfig;
import io.sardonyx.server.proto.ModelConfigRequest;
import io.sardonyx.server.proto.ModelInferRequest;
import io.sardonyx.server.proto.ModelInferRequest.InferInputTensor;
import io.sardonyx.server.proto.ModelInferRequest.InferRequestedOutputTensor;
import io.sardonyx.server.proto.ModelInferResponse;
import io.sardonyx.server.proto.ModelMetadataRequest;
import io.sardonyx.server.proto.ModelMetadataResponse;
import io.sardonyx.server.proto.ModelReadyRequest;
import io.sardonyx.server.proto.ModelStatistics;
import io.sardonyx.server.proto.ModelStatisticsRequest;
import io.sardonyx.server.proto.ModelStreamInferResponse;
import io.sardonyx.server.proto.RepositoryIndexRequest;
import io.sardonyx.server.proto.RepositoryModelLoadRequest;
import io.sardonyx.server.proto.ServerLiveRequest;
import io.sardonyx.server.proto.ServerMetadataRequest;
import io.sardonyx.server.proto.ServerReadyRequest;
import io.sardonyx.server.proto.SystemSharedMemoryStatusRequest;
import io.sardonyx.server.protocol.Datatype;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole server over a real port, asked with the protocol's messages. */
class GrpcInferenceTest {

  @TempDir private static Path repository;
  private static InferenceServer server;
  private static ManagedChannel channel;
  private static GRPCInferenceServiceBlockingStub stub;

  @BeforeAll
  static void start() {
    for (Datatype type : Datatype.values()) {
      TestModels.write(
          repository, "id_" + type, 1, TestModels.identity(type.elementType(), "N", 3));
    }
    TestModels.write(repository, "two", 1, TestModels.sumAndDifference());
    TestModels.write(repository, "lookup", 1, TestModels.lookUp());
    TestModels.write(repository, "scalar", 1, TestModels.identity(ElementType.FLOAT));
    TestModels.write(repository, "big", 1, TestModels.identity(ElementType.FLOAT, "N", "M"));
    server =
        InferenceServer.start(
            ServerOptions.builder(repository)
                .host("127.0.0.1")
                .grpcPort(0)
                .httpPort(-1)
                .metricsPort(-1)
                .warmUp(Duration.ZERO)
                .build());
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
            .usePlaintext()
            .maxInboundMessageSize(1 << 30)
            .build();
    stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void healthAndMetadata() {
    assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
    assertThat(stub.modelReady(ModelReadyRequest.newBuilder().setName("two").build()).getReady())
        .isTrue();
    assertThat(stub.modelReady(ModelReadyRequest.newBuilder().setName("none").build()).getReady())
        .isFalse();
    assertThat(stub.serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
        .isEqualTo("sardonyx");
    ModelMetadataResponse two =
        stub.modelMetadata(ModelMetadataRequest.newBuilder().setName("two").build());
    assertThat(two.getVersionsList()).containsExactly("1");
    assertThat(two.getInputs(0).getName()).isEqualTo("a");
    assertThat(two.getInputs(0).getDatatype()).isEqualTo("FP32");
    assertThat(two.getInputs(0).getShapeList()).containsExactly(-1L, 4L);
    assertThat(two.getOutputsCount()).isEqualTo(2);
    ModelConfig config =
        stub.modelConfig(ModelConfigRequest.newBuilder().setName("two").build()).getConfig();
    assertThat(config.getMaxBatchSize()).isEqualTo(32);
    assertThat(config.getInput(0).getDimsList()).containsExactly(4L);
    assertThat(stub.repositoryIndex(RepositoryIndexRequest.getDefaultInstance()).getModelsList())
        .anyMatch(m -> m.getName().equals("lookup") && m.getState().equals("READY"));
  }

  @Test
  void managementIsOff() {
    assertCode(
        Status.Code.PERMISSION_DENIED,
        () ->
            stub.repositoryModelLoad(
                RepositoryModelLoadRequest.newBuilder().setModelName("two").build()));
  }

  @Test
  void sharedMemoryIsUnimplemented() {
    assertCode(
        Status.Code.UNIMPLEMENTED,
        () -> stub.systemSharedMemoryStatus(SystemSharedMemoryStatusRequest.getDefaultInstance()));
  }

  @ParameterizedTest
  @EnumSource(Datatype.class)
  void rawContentsComeBackBitForBit(Datatype type) {
    byte[] raw;
    if (type == Datatype.BYTES) {
      raw =
          new byte[] {
            1, 0, 0, 0, 'a', 0, 0, 0, 0, 3, 0, 0, 0, (byte) 0xe2, (byte) 0x82, (byte) 0xac
          };
    } else {
      raw = new byte[3 * type.bytes()];
      for (int i = 0; i < raw.length; i++) {
        raw[i] = (byte) (type == Datatype.BOOL ? i % 2 : 37 * i + 129);
      }
    }
    ModelInferRequest request =
        ModelInferRequest.newBuilder()
            .setModelName("id_" + type)
            .setId("42")
            .addInputs(input("x", type.name(), 1, 3))
            .addRawInputContents(ByteString.copyFrom(raw))
            .build();
    ModelInferResponse answer = stub.modelInfer(request);
    assertThat(answer.getId()).isEqualTo("42");
    assertThat(answer.getModelVersion()).isEqualTo("1");
    assertThat(answer.getOutputs(0).getDatatype()).isEqualTo(type.name());
    assertThat(answer.getOutputs(0).getShapeList()).containsExactly(1L, 3L);
    assertThat(answer.getRawOutputContents(0).toByteArray()).isEqualTo(raw);
  }

  @Test
  void typedContents() {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    assertThat(
            typed(
                "BOOL",
                contents.addBoolContents(true).addBoolContents(false).addBoolContents(true)))
        .containsExactly(1, 0, 1);
    contents.clear().addIntContents(-128).addIntContents(127).addIntContents(0);
    assertThat(typed("INT8", contents)).containsExactly(-128, 127, 0);
    assertThat(typed("INT16", contents)).containsExactly(-128, -1, 127, 0, 0, 0);
    assertThat(typed("INT32", contents)).hasSize(12);
    contents.clear().addUintContents(255).addUintContents(0).addUintContents(7);
    assertThat(typed("UINT8", contents)).containsExactly(-1, 0, 7);
    assertThat(typed("UINT16", contents)).hasSize(6);
    assertThat(typed("UINT32", contents)).hasSize(12);
    contents.clear().addInt64Contents(-1).addInt64Contents(2).addInt64Contents(3);
    assertThat(typed("INT64", contents)).hasSize(24);
    contents.clear().addUint64Contents(-1).addUint64Contents(2).addUint64Contents(3);
    assertThat(typed("UINT64", contents)).hasSize(24);
    contents.clear().addFp64Contents(-1).addFp64Contents(Double.NaN).addFp64Contents(3);
    assertThat(typed("FP64", contents)).hasSize(24);
    contents.clear();
    for (String s : List.of("x", "", "yz")) {
      contents.addBytesContents(ByteString.copyFromUtf8(s));
    }
    assertThat(typed("BYTES", contents))
        .containsExactly(1, 0, 0, 0, 'x', 0, 0, 0, 0, 2, 0, 0, 0, 'y', 'z');
  }

  private static byte[] typed(String type, InferTensorContents.Builder contents) {
    ModelInferRequest request =
        ModelInferRequest.newBuilder()
            .setModelName("id_" + type)
            .addInputs(input("x", type, 1, 3).setContents(contents))
            .build();
    return stub.modelInfer(request).getRawOutputContents(0).toByteArray();
  }

  @Test
  void severalOutputsAndOneOfThem() {
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder()
            .setModelName("two")
            .addInputs(input("b", "FP32", 2, 4).setContents(floats(1, 1, 1, 1, 2, 2, 2, 2)))
            .addInputs(input("a", "FP32", 2, 4).setContents(floats(1, 2, 3, 4, 5, 6, 7, 8)));
    ModelInferResponse both = stub.modelInfer(request.build());
    assertThat(both.getOutputsList())
        .extracting(o -> o.getName())
        .containsExactly("sum", "difference");
    assertThat(floats(both.getRawOutputContents(0))).containsExactly(2, 3, 4, 5, 7, 8, 9, 10);
    assertThat(floats(both.getRawOutputContents(1))).containsExactly(0, 1, 2, 3, 3, 4, 5, 6);
    request.addOutputs(InferRequestedOutputTensor.newBuilder().setName("difference"));
    ModelInferResponse one = stub.modelInfer(request.build());
    assertThat(one.getOutputsList()).extracting(o -> o.getName()).containsExactly("difference");
    assertThat(floats(one.getRawOutputContents(0))).containsExactly(0, 1, 2, 3, 3, 4, 5, 6);
  }

  @Test
  void largeTensorsCrossManyBuffers() {
    int n = 3_000_001;
    ByteBuffer raw = ByteBuffer.allocate(4 * n).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < n; i++) {
      raw.putInt(i * 0x9E3779B9);
    }
    ByteString bytes = ByteString.copyFrom(raw.array());
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder()
            .setModelName("big")
            .addInputs(input("x", "FP32", 1, n))
            .addRawInputContents(bytes);
    assertThat(stub.modelInfer(request.build()).getRawOutputContents(0)).isEqualTo(bytes);
    assertThat(stub.withCompression("gzip").modelInfer(request.build()).getRawOutputContents(0))
        .isEqualTo(bytes);
  }

  @Test
  void scalarsAndEmptyTensors() {
    ModelInferRequest scalar =
        ModelInferRequest.newBuilder()
            .setModelName("scalar")
            .addInputs(input("x", "FP32").setContents(floats(5)))
            .build();
    assertThat(floats(stub.modelInfer(scalar).getRawOutputContents(0))).containsExactly(5);
    ModelInferRequest empty =
        ModelInferRequest.newBuilder()
            .setModelName("big")
            .addInputs(input("x", "FP32", 1, 0))
            .addRawInputContents(ByteString.EMPTY)
            .build();
    assertThat(stub.modelInfer(empty).getRawOutputContents(0).isEmpty()).isTrue();
  }

  @Test
  void statisticsCount() {
    ModelInferRequest request =
        ModelInferRequest.newBuilder()
            .setModelName("id_FP64")
            .addInputs(input("x", "FP64", 5, 3))
            .addRawInputContents(ByteString.copyFrom(new byte[120]))
            .build();
    ModelStatisticsRequest ask = ModelStatisticsRequest.newBuilder().setName("id_FP64").build();
    ModelStatistics before = stub.modelStatistics(ask).getModelStats(0);
    stub.modelInfer(request);
    ModelStatistics after = stub.modelStatistics(ask).getModelStats(0);
    assertThat(after.getInferenceCount() - before.getInferenceCount()).isEqualTo(5);
    assertThat(after.getExecutionCount() - before.getExecutionCount()).isEqualTo(1);
    assertThat(after.getInferenceStats().getSuccess().getCount())
        .isEqualTo(before.getInferenceStats().getSuccess().getCount() + 1);
  }

  @Test
  void wrongRequestsHaveClearErrors() {
    ModelInferRequest.Builder ok =
        ModelInferRequest.newBuilder()
            .setModelName("big")
            .addInputs(input("x", "FP32", 1, 2))
            .addRawInputContents(ByteString.copyFrom(new byte[8]));
    assertThat(stub.modelInfer(ok.build()).getOutputsCount()).isEqualTo(1);

    assertError(ok.clone().setModelName("none"), Status.Code.NOT_FOUND, "'none' is not found");
    assertError(ok.clone().setModelVersion("7"), Status.Code.NOT_FOUND, "has no version '7'");
    assertError(ok.clone().setModelVersion("../1"), Status.Code.NOT_FOUND, "no version '../1'");
    invalid(ok.clone().setInputs(0, input("z", "FP32", 1, 2)), "'x' of model 'big' is missing");
    invalid(ok.clone().setInputs(0, input("x", "FP31", 1, 2)), "'FP31' is unknown");
    invalid(ok.clone().setInputs(0, input("x", "INT32", 1, 2)), "is INT32; expected FP32");
    invalid(ok.clone().setInputs(0, input("x", "FP32", 2)), "has shape [2]; expected");
    invalid(ok.clone().setInputs(0, input("x", "FP32", -1, -2)), "negative size");
    invalid(
        ok.clone().setInputs(0, input("x", "FP32", 1L << 32, 1L << 32)),
        "more elements than can be counted");
    invalid(
        ok.clone().setInputs(0, input("x", "FP32", 1L << 62, 1L << 62, 16)),
        "more elements than can be counted");
    invalid(ok.clone().setInputs(0, input("x", "FP32", 1, 1L << 60)), "has 8 bytes");
    invalid(ok.clone().setRawInputContents(0, ByteString.copyFrom(new byte[7])), "has 7 bytes");
    invalid(ok.clone().addRawInputContents(ByteString.EMPTY), "2 entries in raw_input_contents");
    invalid(
        ok.clone().setInputs(0, input("x", "FP32", 1, 2).setContents(floats(1, 2))),
        "beside raw_input_contents");
    invalid(
        ok.clone()
            .addInputs(input("x", "FP32", 1, 2))
            .addRawInputContents(ByteString.copyFrom(new byte[8])),
        "given twice");
    invalid(
        ok.clone()
            .addInputs(input("q", "FP32", 1, 2))
            .addRawInputContents(ByteString.copyFrom(new byte[8])),
        "no input [q]");
    invalid(
        ok.clone().addOutputs(InferRequestedOutputTensor.newBuilder().setName("w")),
        "no output 'w'");
    invalid(
        ok.clone()
            .addOutputs(InferRequestedOutputTensor.newBuilder().setName("y"))
            .addOutputs(InferRequestedOutputTensor.newBuilder().setName("y")),
        "asked for twice");
    invalid(
        ok.clone()
            .setInputs(0, input("x", "FP32", 33, 1))
            .setRawInputContents(0, ByteString.copyFrom(new byte[132])),
        "batch of 33; model 'big' takes 1 to 32");
    invalid(ok.clone().clearRawInputContents(), "has 0 elements in fp32_contents");
    invalid(
        ok.clone()
            .clearRawInputContents()
            .setInputs(
                0,
                input("x", "FP32", 1, 2)
                    .setContents(
                        InferTensorContents.newBuilder().addIntContents(1).addIntContents(2))),
        "another field than fp32_contents");
  }

  @Test
  void wrongContentsHaveClearErrors() {
    ModelInferRequest.Builder bytes =
        ModelInferRequest.newBuilder()
            .setModelName("id_BYTES")
            .addInputs(input("x", "BYTES", 1, 3));
    invalid(
        bytes.clone().addRawInputContents(raw(9, 0, 0, 0, 'a', 0, 0, 0, 0, 0, 0, 0, 0)),
        "past the end");
    invalid(
        bytes.clone().addRawInputContents(raw(-1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0)),
        "past the end");
    invalid(
        bytes.clone().addRawInputContents(raw(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
        "1 bytes more");
    invalid(
        bytes.clone().addRawInputContents(raw(1, 0, 0, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0)),
        "not UTF-8");
    invalid(
        ModelInferRequest.newBuilder()
            .setModelName("id_BOOL")
            .addInputs(input("x", "BOOL", 1, 3))
            .addRawInputContents(raw(0, 1, 2)),
        "BOOL of value 2");
    invalid(
        ModelInferRequest.newBuilder()
            .setModelName("id_INT8")
            .addInputs(
                input("x", "INT8", 1, 3)
                    .setContents(
                        InferTensorContents.newBuilder().addAllIntContents(List.of(1, 128, 3)))),
        "element 1 is 128, which is out of the range of INT8");
    invalid(
        ModelInferRequest.newBuilder()
            .setModelName("id_FP16")
            .addInputs(input("x", "FP16", 1, 3).setContents(floats(1, 2, 3))),
        "FP16 has no typed contents");
    invalid(
        ModelInferRequest.newBuilder()
            .setModelName("lookup")
            .addInputs(
                input("index", "INT64", 1)
                    .setContents(InferTensorContents.newBuilder().addInt64Contents(99))),
        "99");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000})
  void streamsAnswerInOrder(int requests) throws InterruptedException {
    List<ModelStreamInferResponse> answers = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    var up =
        GRPCInferenceServiceGrpc.newStub(channel)
            .modelStreamInfer(
                new io.grpc.stub.StreamObserver<ModelStreamInferResponse>() {
                  @Override
                  public void onNext(ModelStreamInferResponse value) {
                    answers.add(value);
                  }

                  @Override
                  public void onError(Throwable t) {
                    done.countDown();
                  }

                  @Override
                  public void onCompleted() {
                    done.countDown();
                  }
                });
    for (int i = 0; i < requests; i++) {
      up.onNext(
          ModelInferRequest.newBuilder()
              .setModelName(i % 10 == 3 ? "none" : "scalar")
              .setId("" + i)
              .addInputs(input("x", "FP32").setContents(floats(i)))
              .build());
    }
    up.onCompleted();
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(answers).hasSize(requests);
    for (int i = 0; i < requests; i++) {
      assertThat(answers.get(i).getInferResponse().getId()).isEqualTo("" + i);
      if (i % 10 == 3) {
        assertThat(answers.get(i).getErrorMessage()).contains("not found");
      } else {
        assertThat(floats(answers.get(i).getInferResponse().getRawOutputContents(0)))
            .containsExactly(i);
      }
    }
  }

  private static void invalid(ModelInferRequest.Builder request, String message) {
    assertError(request, Status.Code.INVALID_ARGUMENT, message);
  }

  private static void assertError(
      ModelInferRequest.Builder request, Status.Code code, String message) {
    assertThatThrownBy(() -> stub.modelInfer(request.build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription())
                  .contains(message)
                  .doesNotContain(repository.toString());
            });
  }

  private static void assertCode(Status.Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
  }

  private static InferInputTensor.Builder input(String name, String type, long... shape) {
    InferInputTensor.Builder input = InferInputTensor.newBuilder().setName(name).setDatatype(type);
    for (long size : shape) {
      input.addShape(size);
    }
    return input;
  }

  private static InferTensorContents floats(float... values) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (float v : values) {
      contents.addFp32Contents(v);
    }
    return contents.build();
  }

  private static float[] floats(ByteString raw) {
    float[] values = new float[raw.size() / 4];
    raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static ByteString raw(int... bytes) {
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    return ByteString.copyFrom(raw);
  }
}
