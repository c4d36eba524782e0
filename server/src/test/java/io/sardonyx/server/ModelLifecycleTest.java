package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.server.proto.ModelInferResponse;
import io.sardonyx.server.repository.ModelRepository;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Models that come and go, and the server's own end, over a real port. */
class ModelLifecycleTest extends GrpcTestBase {

  @Test
  void reloadsLoseNoRequest() throws Exception {
    TestModels.write(repository, "scale", 1, TestModels.scale(2, 1));
    start();
    ModelRepository models = server.repository();
    List<Future<ModelInferResponse>> answers = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 50; i++) {
        answers.add(stub.modelInfer(floats("scale", 1, i).build()));
      }
      models.load("scale", Map.of());
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(result(answers.get(i))).containsExactly(2 * (i % 50));
    }
  }

  @Test
  void aFailedReloadKeepsTheOldModel() throws Exception {
    TestModels.write(repository, "scale", 1, TestModels.scale(2, 1));
    start();
    TestModels.write(
        repository, "scale", 1, TestModels.scale(2, 1).toBuilder().clearGraph().build());
    assertThatThrownBy(() -> server.repository().load("scale", Map.of()))
        .isInstanceOf(RequestException.class)
        .hasMessageNotContaining(repository.toString());
    assertThat(result(stub.modelInfer(floats("scale", 1, 4).build()))).containsExactly(8);
  }

  @Test
  void versionsAndTheirPolicy() throws Exception {
    TestModels.write(repository, "scale", 1, TestModels.scale(1, 1));
    TestModels.write(repository, "scale", 2, TestModels.scale(2, 1));
    TestModels.write(repository, "scale", 10, TestModels.scale(10, 1));
    TestModels.config(repository, "scale", "version_policy { latest { num_versions: 2 } }");
    start();
    assertThat(server.repository().versions("scale")).containsExactly(2L, 10L);
    assertThat(result(stub.modelInfer(floats("scale", 1, 1).build()))).containsExactly(10);
    assertThat(result(stub.modelInfer(floats("scale", 1, 1).setModelVersion("2").build())))
        .containsExactly(2);
    assertThat(code(stub.modelInfer(floats("scale", 1, 1).setModelVersion("1").build())))
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void unloadingFreesTheMemory() throws Exception {
    TestModels.write(repository, "big", 1, TestModels.slow(2048, 2));
    start();
    stub.modelInfer(floats("big", 2048, new float[2048]).build()).get();
    server.repository().unload("big");
    long without = usedHeap();
    for (int i = 0; i < 10; i++) {
      server.repository().load("big", Map.of());
      result(stub.modelInfer(floats("big", 2048, new float[2048]).build()));
      server.repository().unload("big");
    }
    // The weights are 16 MiB; not one of the ten copies is left.
    Eventually.until("the copies are collected", () -> usedHeap() - without < 8 << 20);
    assertThat(code(stub.modelInfer(floats("big", 2048, new float[2048]).build())))
        .isEqualTo(Status.Code.UNAVAILABLE);
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

  @Test
  void pollingFollowsTheFolder() throws Exception {
    TestModels.write(repository, "one", 1, TestModels.scale(2, 1));
    start(
        ServerOptions.builder(repository)
            .control(ServerOptions.Control.POLL)
            .pollInterval(Duration.ofMillis(50)));
    TestModels.write(repository, "two", 1, TestModels.scale(3, 1));
    TestModels.write(repository, "one", 2, TestModels.scale(5, 1));
    Eventually.until(
        "both are loaded",
        () -> server.repository().isReady("two", "") && server.repository().isReady("one", "2"));
    assertThat(result(stub.modelInfer(floats("two", 1, 1).build()))).containsExactly(3);
    assertThat(result(stub.modelInfer(floats("one", 1, 1).build()))).containsExactly(5);
    java.nio.file.Files.delete(repository.resolve("two/1/model.onnx"));
    java.nio.file.Files.delete(repository.resolve("two/1"));
    java.nio.file.Files.delete(repository.resolve("two"));
    Eventually.until("it is gone", () -> !server.repository().isReady("two", ""));
    assertThat(result(stub.modelInfer(floats("one", 1, 1).build()))).containsExactly(5);
  }

  @Test
  void aBrokenModelDoesNotKeepTheOthersFromStarting() throws Exception {
    TestModels.write(repository, "good", 1, TestModels.scale(2, 1));
    TestModels.write(repository, "bad", 1, ModelProto.getDefaultInstance());
    TestModels.config(repository, "worse", "max_batch_size: \"x");
    start();
    assertThat(result(stub.modelInfer(floats("good", 1, 1).build()))).containsExactly(2);
    assertThat(server.repository().entries()).extracting(e -> e.name()).contains("bad", "worse");
    assertThat(code(stub.modelInfer(floats("bad", 1, 1).build())))
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void stoppingAnswersWhatIsUnderWay() throws Exception {
    TestModels.write(repository, "slow", 1, TestModels.slow(256, 2000));
    start();
    List<Future<ModelInferResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(stub.modelInfer(floats("slow", 256, new float[256]).build()));
    }
    Eventually.until("one runs", () -> model("slow").stats().queue().count() > 0);
    long taken = model("slow").stats().queue().count();
    server.close();
    int answered = 0;
    for (Future<ModelInferResponse> answer : answers) {
      Status.Code code = code(answer);
      assertThat(code).isIn(Status.Code.OK, Status.Code.UNAVAILABLE);
      answered += code == Status.Code.OK ? 1 : 0;
    }
    assertThat(answered).isGreaterThanOrEqualTo((int) taken);
  }

  @Test
  void stoppingAnswersHttpRequests() throws Exception {
    TestModels.write(repository, "slow", 1, TestModels.slow(256, 1000));
    server =
        InferenceServer.start(
            ServerOptions.builder(repository)
                .host("127.0.0.1")
                .grpcPort(-1)
                .httpPort(0)
                .metricsPort(-1)
                .warmUp(Duration.ZERO)
                .build());
    URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + "/v2/models/slow/infer");
    String json =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,256],\"datatype\":\"FP32\",\"data\":["
            + "1,".repeat(255)
            + "1]}]}";
    try (HttpClient client = HttpClient.newHttpClient()) {
      Future<HttpResponse<String>> answer =
          client.sendAsync(
              HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(json)).build(),
              BodyHandlers.ofString());
      Eventually.until("it runs", () -> model("slow").stats().queue().count() > 0);
      server.close();
      assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }
}
