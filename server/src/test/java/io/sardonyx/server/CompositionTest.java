package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sardonyx.Tensor;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.repository.LoadedModel;
import io.sardonyx.server.scheduler.InferCallback;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences, ensembles, the response cache and the memory budget. */
class CompositionTest {

  @TempDir private Path repository;
  private InferenceServer server;

  private void start(ServerOptions.Builder options) {
    server =
        InferenceServer.start(
            options.grpcPort(-1).httpPort(-1).metricsPort(-1).warmUp(Duration.ZERO).build());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private CompletableFuture<InferResponse> ask(
      String model, Map<String, Object> parameters, float... x) {
    CompletableFuture<InferResponse> answer = new CompletableFuture<>();
    InferRequest request =
        new InferRequest(
            model,
            "",
            "",
            parameters,
            List.of(new NamedTensor("x", Tensor.of(x, 1, x.length))),
            List.of());
    server
        .inference()
        .infer(
            request,
            false,
            new Cancellation(),
            new InferCallback() {
              @Override
              public void answered(InferResponse response) {
                answer.complete(response);
              }

              @Override
              public void failed(RequestException error) {
                answer.completeExceptionally(error);
              }
            });
    return answer;
  }

  private float[] result(String model, Map<String, Object> parameters, float... x)
      throws Exception {
    List<NamedTensor> outputs = ask(model, parameters, x).get(30, TimeUnit.SECONDS).outputs();
    assertThat(outputs).hasSize(1);
    return outputs.getFirst().tensor().floats();
  }

  private static Map<String, Object> sequence(long id, boolean start, boolean end) {
    return Map.of("sequence_id", id, "sequence_start", start, "sequence_end", end);
  }

  @Test
  void sequencesKeepTheirOwnState() throws Exception {
    TestModels.write(repository, "sum", 1, TestModels.accumulator());
    TestModels.config(
        repository,
        "sum",
        "sequence_batching { max_sequence_idle_microseconds: 600000000"
            + " control_input { name: \"start\" control { kind: CONTROL_SEQUENCE_START"
            + " fp32_false_true: [0, 1] } } state { input_name: \"state\" output_name: \"next\""
            + " data_type: TYPE_FP32 dims: [1] } }");
    start(ServerOptions.builder(repository));
    LoadedModel model = server.repository().find("sum", "");
    assertThat(model.signature().inputs()).extracting(t -> t.name()).containsExactly("x");
    assertThat(model.signature().outputs()).extracting(t -> t.name()).containsExactly("total");
    assertThat(result("sum", sequence(1, true, false), 1)).containsExactly(1);
    assertThat(result("sum", sequence(2, true, false), 100)).containsExactly(100);
    assertThat(result("sum", sequence(1, false, false), 2)).containsExactly(3);
    assertThat(result("sum", sequence(2, false, false), 100)).containsExactly(200);
    assertThat(result("sum", sequence(1, false, true), 3)).containsExactly(6);
    assertThat(result("sum", sequence(1, true, false), 5)).containsExactly(5);
    assertThatThrownBy(() -> result("sum", sequence(3, false, false), 1))
        .hasMessageContaining("needs sequence_start");
    assertThatThrownBy(() -> result("sum", Map.of(), 1)).hasMessageContaining("sequence_id");
  }

  @Test
  void requestsOfASequenceRunInOrderThoughSentAtOnce() throws Exception {
    TestModels.write(repository, "sum", 1, TestModels.accumulator());
    TestModels.config(
        repository,
        "sum",
        "sequence_batching { max_sequence_idle_microseconds: 600000000"
            + " control_input { name: \"start\" control { kind: CONTROL_SEQUENCE_START"
            + " } } state { input_name: \"state\" output_name: \"next\" } }");
    start(ServerOptions.builder(repository));
    List<CompletableFuture<InferResponse>> answers = new java.util.ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(ask("sum", sequence(9, i == 0, i == 99), 1));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(answers.get(i).get(30, TimeUnit.SECONDS).outputs().getFirst().tensor().floats())
          .containsExactly(i + 1);
    }
  }

  private static final String ENSEMBLE =
      "max_batch_size: 8 input { name: \"x\" data_type: TYPE_FP32 dims: [2] } output { name: \"y\""
          + " data_type: TYPE_FP32 dims: [2] } ensemble_scheduling { step { model_name: \"times3\""
          + " model_version: -1 input_map { key: \"x\" value: \"half\" } output_map { key: \"y\""
          + " value: \"y\" } } step { model_name: \"times2\" model_version: -1 input_map { key:"
          + " \"x\" value: \"%s\" } output_map { key: \"y\" value: \"half\" } } }";

  @Test
  void ensemblesAreGraphsOfModels() throws Exception {
    TestModels.write(repository, "times2", 1, TestModels.scale(2, 2));
    TestModels.write(repository, "times3", 1, TestModels.scale(3, 2));
    TestModels.config(repository, "both", ENSEMBLE.formatted("x"));
    TestModels.config(repository, "endless", ENSEMBLE.formatted("y"));
    java.nio.file.Files.createDirectories(repository.resolve("both/1"));
    java.nio.file.Files.createDirectories(repository.resolve("endless/1"));
    start(ServerOptions.builder(repository));
    assertThat(result("both", Map.of(), 1, 5)).containsExactly(6, 30);
    assertThat(server.repository().isReady("endless", "")).isFalse();
    server.repository().unload("times2");
    assertThatThrownBy(() -> result("both", Map.of(), 1, 5))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("step 'times2'");
    server.repository().load("times2", Map.of());
    assertThat(result("both", Map.of(), 1, 5)).containsExactly(6, 30);
  }

  @Test
  void theCacheAnswersEqualRequests() throws Exception {
    TestModels.write(repository, "scale", 1, TestModels.scale(2, 2));
    TestModels.config(repository, "scale", "response_cache { enable: true }");
    start(ServerOptions.builder(repository).cacheBytes(2000));
    LoadedModel model = server.repository().find("scale", "");
    for (int i = 0; i < 3; i++) {
      assertThat(result("scale", Map.of(), 1, 2)).containsExactly(2, 4);
    }
    assertThat(model.stats().executions()).isEqualTo(1);
    assertThat(model.stats().cacheHit().count()).isEqualTo(2);
    assertThat(result("scale", Map.of(), -0f, 0)).containsExactly(-0f, 0);
    assertThat(result("scale", Map.of(), 0f, 0)).containsExactly(0f, 0);
    for (int i = 0; i < 50; i++) {
      assertThat(result("scale", Map.of(), i, 7)).containsExactly(2 * i, 14);
    }
    assertThat(model.stats().cacheMiss().count()).isEqualTo(53);
    assertThat(result("scale", Map.of(), 1, 2)).containsExactly(2, 4);
    assertThat(model.stats().cacheMiss().count()).isEqualTo(54);
    TestModels.write(repository, "scale", 1, TestModels.scale(5, 2));
    server.repository().load("scale", Map.of());
    assertThat(result("scale", Map.of(), 1, 2)).containsExactly(5, 10);
  }

  @Test
  void theBudgetKeepsTheModelsThatAreUsed() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      TestModels.write(repository, name, 1, TestModels.slow(256, 2));
    }
    start(ServerOptions.builder(repository).memoryBudget(600_000));
    float[] x = new float[256];
    for (int round = 0; round < 3; round++) {
      for (String name : List.of("a", "b", "c")) {
        assertThat(result(name, Map.of(), x)).isEqualTo(x);
        assertThat(server.repository().isReady(name, "")).isTrue();
        assertThat(server.repository().ready()).hasSizeLessThanOrEqualTo(2);
      }
    }
  }
}
