package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.sardonyx.ElementType;
import io.sardonyx.server.metrics.ModelStats;
import io.sardonyx.server.metrics.ModelStats.Failure;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.sardonyx.server.proto.InferTensorContents;
import io.sardonyx.server.proto.ModelInferRequest;
import io.sardonyx.server.proto.ModelInferRequest.InferInputTensor;
import io.sardonyx.server.proto.ServerLiveRequest;
import io.sardonyx.server.proto.ServerReadyRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that flood, die or ask for all memory; afterwards the server answers as before. */
class AttackTest {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** :method POST, :path /, :scheme http as indexed fields (RFC 7541, appendix A). */
  private static final byte[] POST = {(byte) 0x83, (byte) 0x84, (byte) 0x86};

  private static final int MAX_FLOOD = 128 << 20;
  private static final int WATCHDOG_SECONDS = 90;

  @TempDir private Path repository;
  @TempDir private Path work;
  private InferenceServer server;
  private ManagedChannel channel;
  private GRPCInferenceServiceBlockingStub stub;

  @BeforeEach
  void start() {
    TestModels.write(repository, "loop", 1, TestModels.loop());
    TestModels.write(
        repository,
        "zeros",
        1,
        TestModels.model(
            List.of(TestModels.value("n", ElementType.INT64, 1)),
            List.of(TestModels.value("y", ElementType.FLOAT, "M")),
            List.of(),
            TestModels.node("ConstantOfShape", List.of("n"), List.of("y"))));
    server =
        InferenceServer.start(
            ServerOptions.builder(repository)
                .host("127.0.0.1")
                .grpcPort(0)
                .httpPort(0)
                .metricsPort(-1)
                .warmUp(Duration.ZERO)
                .build());
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
    stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  private void assertServes() {
    assertThat(stub.modelInfer(GrpcFrames.loop(3)).getOutputsCount()).isEqualTo(1);
  }

  /** Frames that cost a server more than their client. */
  enum Flood {
    /** Each wants an acknowledgement, and the client reads none. */
    PING(block(frame(6, 0, 0, new byte[8]))),
    SETTINGS(block(frame(4, 0, 0, new byte[0]))),
    /** Headers that never end. */
    CONTINUATION(block(frame(9, 0, 1, new byte[100])));

    private final byte[] block;

    Flood(byte[] block) {
      this.block = block;
    }

    private static byte[] block(byte[] frame) {
      ByteBuffer block = ByteBuffer.allocate(1000 * frame.length);
      while (block.hasRemaining()) {
        block.put(frame);
      }
      return block.array();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PING,true",
    "PING,false",
    "SETTINGS,true",
    "SETTINGS,false",
    "CONTINUATION,true",
    "CONTINUATION,false"
  })
  void floodsEndTheirConnection(Flood flood, boolean isGrpc) throws Exception {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    start.write(PREFACE);
    start.write(frame(4, 0, 0, new byte[0]));
    if (flood == Flood.CONTINUATION) {
      start.write(frame(1, 0, 1, POST));
    }
    assertThat(isCutOff(isGrpc, start.toByteArray(), flood.block)).isTrue();
    assertServes();
  }

  /** Each stream is reset by the server, for a window update of zero is an error. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resetsThatTheServerWasLedToEndTheConnection(boolean isGrpc) throws Exception {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.write(PREFACE);
    frames.write(frame(4, 0, 0, new byte[0]));
    for (int i = 0; i < 3000; i++) {
      frames.write(frame(1, 4, 2 * i + 1, POST));
      frames.write(frame(8, 0, 2 * i + 1, new byte[4]));
    }
    boolean isCutOff = isCutOff(isGrpc, frames.toByteArray(), new byte[0]);
    assertThat(isCutOff).isTrue();
    assertServes();
  }

  /** Writes until the server closes the connection; false if it takes all that is written. */
  private boolean isCutOff(boolean isGrpc, byte[] start, byte[] block) throws IOException {
    AtomicBoolean isLate = new AtomicBoolean();
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(
          new InetSocketAddress("127.0.0.1", isGrpc ? server.grpcPort() : server.httpPort()));
      CompletableFuture.delayedExecutor(WATCHDOG_SECONDS, TimeUnit.SECONDS)
          .execute(() -> {
            isLate.set(true);
            closeQuietly(socket);
          });
      try {
        OutputStream out = socket.getOutputStream();
        out.write(start);
        for (int sent = 0; block.length > 0 && sent < MAX_FLOOD; sent += block.length) {
          out.write(block);
        }
        if (block.length == 0) {
          socket.getInputStream().readAllBytes();
          return true;
        }
        return false;
      } catch (IOException e) {
        return !isLate.get();
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** How a client that is killed was asking. */
  enum Transport {
    HTTP1,
    HTTP2,
    GRPC
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void theRunOfAKilledClientStops(Transport transport) throws Exception {
    ForeignTool.require("curl");
    ModelStats stats = server.repository().find("loop", "").stats();
    Path body = work.resolve("body");
    String url = "http://127.0.0.1:" + server.httpPort() + "/v2/models/loop/infer";
    if (transport == Transport.GRPC) {
      Files.write(body, GrpcFrames.message(GrpcFrames.loop(Long.MAX_VALUE)));
      url = "http://127.0.0.1:" + server.grpcPort() + "/inference.GRPCInferenceService/ModelInfer";
    } else {
      Files.writeString(
          body,
          "{\"inputs\":[{\"name\":\"n\",\"shape\":[],\"datatype\":\"INT64\",\"data\":[%d]},"
                  .formatted(Long.MAX_VALUE)
              + "{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}");
    }
    Process client =
        new ProcessBuilder(
                "curl",
                "-s",
                transport == Transport.HTTP1 ? "--http1.1" : "--http2-prior-knowledge",
                "-H",
                "te: trailers",
                "-H",
                "content-type: application/" + (transport == Transport.GRPC ? "grpc" : "json"),
                "--data-binary",
                "@" + body,
                url)
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("out").toFile())
            .start();
    Eventually.until("it runs", () -> stats.queue().count() == 1);
    assertThat(client.destroyForcibly().waitFor()).isNotZero();
    Eventually.until("it is cancelled", () -> stats.failures(Failure.CANCELED) == 1);
    assertThat(server.inference().underWay()).isZero();
    assertServes();
    assertThat(stats.executions()).isEqualTo(1);
  }

  @Test
  void aRunThatNeedsMoreThanAllMemoryFailsAlone() {
    for (int i = 0; i < 3; i++) {
      try {
        stub.modelInfer(zeros(2_000_000_000));
        throw new AssertionError("there is no heap for this");
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(e.getStatus().getDescription()).containsAnyOf("memory", "heap");
      }
      assertThat(stub.modelInfer(zeros(5)).getRawOutputContents(0).size()).isEqualTo(20);
      assertServes();
    }
  }

  private static ModelInferRequest zeros(long n) {
    return ModelInferRequest.newBuilder()
        .setModelName("zeros")
        .addInputs(
            InferInputTensor.newBuilder()
                .setName("n")
                .setDatatype("INT64")
                .addShape(1)
                .setContents(InferTensorContents.newBuilder().addInt64Contents(n)))
        .build();
  }

  @Test
  void aServerThatDrainsSaysThatItIsNotReady() throws Exception {
    var running =
        GRPCInferenceServiceGrpc.newFutureStub(channel).modelInfer(GrpcFrames.loop(Long.MAX_VALUE));
    Eventually.until("it runs", () -> server.inference().underWay() == 1);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    Eventually.until(
        "it is not ready",
        () -> !stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady());
    assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(closing.isDone()).isFalse();
    running.cancel(true);
    closing.get(60, TimeUnit.SECONDS);
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) 0)
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }
}
