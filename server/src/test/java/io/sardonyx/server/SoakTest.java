package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.sardonyx.server.proto.ModelInferRequest;
import io.sardonyx.server.proto.ModelInferRequest.InferInputTensor;
import io.sardonyx.server.proto.ServerLiveRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good, wrong, cancelled, late, oversized and half-open clients together with models that come and
 * go, for {@code -Dsoak.seconds=600}; a few seconds if not told otherwise.
 */
class SoakTest {

  private static final int LIMIT = 1 << 20;

  @TempDir private Path repository;
  private final AtomicLong right = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean isOver;

  @Test
  void everyGoodRequestHasItsAnswerAndNothingIsLeftBehind() throws Exception {
    TestModels.write(repository, "scale", 1, TestModels.scale(2, 4));
    TestModels.write(repository, "loop", 1, TestModels.loop());
    TestModels.write(repository, "guest", 1, TestModels.slow(512, 4));
    try (InferenceServer server =
        InferenceServer.start(
            ServerOptions.builder(repository)
                .host("127.0.0.1")
                .grpcPort(0)
                .httpPort(0)
                .metricsPort(-1)
                .warmUp(Duration.ZERO)
                .limits(
                    new ServerOptions.Limits(
                        LIMIT,
                        8192,
                        64,
                        1000,
                        200,
                        200,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(5)))
                .build())) {
      run(server, 2);
      long heap = usedHeap();
      int threads = Thread.activeCount();
      run(server, Integer.getInteger("soak.seconds", 4));
      assertThat(right.get()).isPositive();
      Eventually.until("nothing is under way", () -> server.inference().underWay() == 0);
      Eventually.until("the heap is what it was", () -> usedHeap() - heap < 24 << 20);
      Eventually.until("no thread is left", () -> Thread.activeCount() <= threads + 4);
      assertThat(server.repository().isReady("scale", "")).isTrue();
      System.out.printf(
          "soak of %d s: %d right answers, %d refused clients; heap %+.1f MiB, threads %+d%n",
          Integer.getInteger("soak.seconds", 4),
          right.get(),
          refused.get(),
          (usedHeap() - heap) / 1048576.0,
          Thread.activeCount() - threads);
    }
  }

  private void run(InferenceServer server, int seconds) throws Exception {
    isOver = false;
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
    GRPCInferenceServiceBlockingStub stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    // Deadlines that pass are resets, and too many of them end a connection: its own, not
    // another's.
    ManagedChannel impatient =
        NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
    ExecutorService clients = Executors.newCachedThreadPool();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random random = new Random(i);
      all.add(clients.submit(repeat(() -> good(stub, random))));
    }
    all.add(
        clients.submit(repeat(() -> refused(stub, scale(0, 0, 0), Status.Code.INVALID_ARGUMENT))));
    all.add(
        clients.submit(
            repeat(() ->
                refused(
                    GRPCInferenceServiceGrpc.newBlockingStub(impatient)
                        .withDeadlineAfter(20, TimeUnit.MILLISECONDS),
                    GrpcFrames.loop(Long.MAX_VALUE),
                    Status.Code.DEADLINE_EXCEEDED,
                    Status.Code.RESOURCE_EXHAUSTED,
                    Status.Code.UNAVAILABLE))));
    all.add(
        clients.submit(repeat(() -> refused(stub, oversized(), Status.Code.RESOURCE_EXHAUSTED))));
    all.add(clients.submit(repeat(() -> halfOpen(server.httpPort()))));
    all.add(clients.submit(repeat(() -> comeAndGo(server))));
    TimeUnit.SECONDS.sleep(seconds);
    isOver = true;
    for (Future<?> client : all) {
      client.get(60, TimeUnit.SECONDS);
    }
    clients.shutdown();
    assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    impatient.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
  }

  private Callable<Void> repeat(Callable<Void> step) {
    return () -> {
      while (!isOver) {
        step.call();
      }
      return null;
    };
  }

  private static ModelInferRequest scale(float... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return ModelInferRequest.newBuilder()
        .setModelName("scale")
        .addInputs(
            InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(1)
                .addShape(values.length))
        .addRawInputContents(ByteString.copyFrom(raw.array()))
        .build();
  }

  private Void good(GRPCInferenceServiceBlockingStub stub, Random random) {
    float[] x = {random.nextFloat(), random.nextFloat(), random.nextFloat(), random.nextFloat()};
    float[] y = new float[4];
    stub.modelInfer(scale(x))
        .getRawOutputContents(0)
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(y);
    assertThat(y).containsExactly(2 * x[0], 2 * x[1], 2 * x[2], 2 * x[3]);
    right.incrementAndGet();
    return null;
  }

  private Void refused(
      GRPCInferenceServiceBlockingStub stub, ModelInferRequest request, Status.Code... codes) {
    try {
      stub.modelInfer(request);
    } catch (StatusRuntimeException e) {
      assertThat(codes).as(e.toString()).contains(e.getStatus().getCode());
      refused.incrementAndGet();
      return null;
    }
    throw new AssertionError("a wrong request was answered");
  }

  private static ModelInferRequest oversized() {
    return scale(new float[LIMIT / 4 + 100]);
  }

  private static Void halfOpen(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              "POST /v2/models/scale/infer HTTP/1.1\r\nContent-Length: 900000\r\n\r\nabc"
                  .getBytes(StandardCharsets.US_ASCII));
    }
    return null;
  }

  private static Void comeAndGo(InferenceServer server) throws InterruptedException {
    server.repository().load("guest", Map.of());
    server.repository().load("scale", Map.of());
    server.repository().unload("guest");
    Thread.sleep(20);
    return null;
  }

  private static long usedHeap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
