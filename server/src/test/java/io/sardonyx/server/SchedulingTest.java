package io.sardonyx.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.sardonyx.ElementType;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.server.proto.InferParameter;
import io.sardonyx.server.proto.InferTensorContents;
import io.sardonyx.server.proto.ModelInferRequest;
import io.sardonyx.server.proto.ModelInferRequest.InferInputTensor;
import io.sardonyx.server.proto.ModelInferResponse;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.repository.LoadedModel;
import io.sardonyx.server.scheduler.InferCallback;
import io.sardonyx.zoo.networks.Network;
import io.sardonyx.zoo.networks.NetworkOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Queues, batches, priorities and cancellation, over a real port. */
class SchedulingTest extends GrpcTestBase {

  @Test
  void waitingRequestsAreJoined() throws Exception {
    TestModels.write(repository, "scale", 1, TestModels.scale(2, 3));
    TestModels.config(
        repository,
        "scale",
        "max_batch_size: 8 dynamic_batching { max_queue_delay_microseconds: 600000000 }");
    start();
    List<Future<ModelInferResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(stub.modelInfer(floats("scale", 3, i, i + 1, i + 2).build()));
    }
    for (int i = 0; i < 8; i++) {
      assertThat(result(answers.get(i))).containsExactly(2 * i, 2 * i + 2, 2 * i + 4);
    }
    assertThat(model("scale").stats().executions()).isEqualTo(1);
    assertThat(model("scale").stats().batches()).containsOnlyKeys(8L);
  }

  @Test
  void onlyRequestsOfTheSameShapesAreJoined() throws Exception {
    TestModels.write(repository, "any", 1, TestModels.identity(ElementType.FLOAT, "N", "M"));
    TestModels.config(
        repository,
        "any",
        "max_batch_size: 4 dynamic_batching { max_queue_delay_microseconds: 300000 }");
    start();
    List<Future<ModelInferResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      answers.add(stub.modelInfer(floats("any", 1 + i % 2, new float[1 + i % 2]).build()));
    }
    for (int i = 0; i < 16; i++) {
      assertThat(result(answers.get(i))).hasSize(1 + i % 2);
    }
    assertThat(model("any").stats().inferences()).isEqualTo(16);
    assertThat(model("any").stats().batches().keySet()).allMatch(size -> size <= 4);
  }

  @Test
  void preferredSizesGoAtOnce() throws Exception {
    TestModels.write(repository, "scale", 1, TestModels.scale(2, 1));
    TestModels.config(
        repository,
        "scale",
        "max_batch_size: 8 instance_group { count: 1 } dynamic_batching {"
            + " preferred_batch_size: [3] max_queue_delay_microseconds: 600000000 }");
    start();
    List<Future<ModelInferResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      answers.add(stub.modelInfer(floats("scale", 1, i).build()));
    }
    for (int i = 0; i < 6; i++) {
      assertThat(result(answers.get(i))).containsExactly(2 * i);
    }
    assertThat(model("scale").stats().batches()).containsOnlyKeys(3L);
  }

  @Test
  void oneWrongRequestDoesNotSpoilItsBatch() throws Exception {
    TestModels.write(repository, "lookup", 1, TestModels.lookUp());
    TestModels.config(
        repository,
        "lookup",
        "max_batch_size: 6 dynamic_batching { max_queue_delay_microseconds: 600000000 }");
    start();
    List<Future<ModelInferResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      answers.add(
          stub.modelInfer(
              ModelInferRequest.newBuilder()
                  .setModelName("lookup")
                  .addInputs(
                      InferInputTensor.newBuilder()
                          .setName("index")
                          .setDatatype("INT64")
                          .addShape(1)
                          .setContents(
                              InferTensorContents.newBuilder()
                                  .addInt64Contents(i == 4 ? 77 : i % 3)))
                  .build()));
    }
    for (int i = 0; i < 6; i++) {
      if (i == 4) {
        assertThat(code(answers.get(i))).isEqualTo(Status.Code.INVALID_ARGUMENT);
      } else {
        assertThat(result(answers.get(i))).containsExactly(10 * (i % 3) + 10);
      }
    }
  }

  @Test
  void modelsThatMixABatchAreNotJoined() {
    TestModels.write(repository, "mean", 1, TestModels.minusBatchMean());
    TestModels.write(repository, "scale", 1, TestModels.scale(2, 4));
    start();
    assertThat(model("mean").config().hasDynamicBatching()).isFalse();
    assertThat(model("scale").config().hasDynamicBatching()).isTrue();
  }

  @Test
  void everyBatchGivesTheBitsOfTheEmbeddedModel() throws Exception {
    ModelProto network =
        Network.RESNET18.build(NetworkOptions.DEFAULT.withImageSize(64).withClasses(10));
    TestModels.write(repository, "resnet", 1, network);
    TestModels.config(
        repository,
        "resnet",
        "max_batch_size: 7 dynamic_batching { max_queue_delay_microseconds: 1000000 }");
    start();
    Random random = new Random(1);
    List<float[]> inputs = new ArrayList<>();
    List<Future<ModelInferResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      int rows = 1 + i % 3;
      float[] pixels = new float[rows * 3 * 64 * 64];
      for (int k = 0; k < pixels.length; k++) {
        pixels[k] = random.nextFloat() - 0.5f;
      }
      inputs.add(pixels);
      ModelInferRequest.Builder request = floats("resnet", pixels.length / rows, pixels);
      request
          .getInputsBuilder(0)
          .setName("input")
          .clearShape()
          .addAllShape(List.of((long) rows, 3L, 64L, 64L));
      answers.add(stub.modelInfer(request.build()));
    }
    try (OnnxModel embedded = OnnxModel.load(network.toByteArray())) {
      for (int i = 0; i < inputs.size(); i++) {
        int rows = 1 + i % 3;
        float[] expected =
            embedded
                .run(Map.of("input", Tensor.of(inputs.get(i), rows, 3, 64, 64)))
                .tensor()
                .floats();
        assertThat(result(answers.get(i))).as("request " + i).isEqualTo(expected);
      }
    }
    assertThat(model("resnet").stats().executions()).isLessThan(30);
  }

  /** Serves the model {@code loop} with one instance, which a request without end keeps busy. */
  private Future<ModelInferResponse> startBusy(String batching) throws Exception {
    TestModels.write(repository, "loop", 1, TestModels.loop());
    TestModels.config(
        repository, "loop", "instance_group { count: 1 } dynamic_batching { " + batching + " }");
    start();
    Future<ModelInferResponse> running = stub.modelInfer(GrpcFrames.loop(Long.MAX_VALUE));
    Eventually.until("the request runs", () -> model("loop").stats().queue().count() == 1);
    return running;
  }

  private void awaitQueued(int requests) throws Exception {
    Eventually.until(
        requests + " requests wait", () -> model("loop").scheduler().queued() == requests);
  }

  @Test
  void aFullQueueAnswersAtOnce() throws Exception {
    Future<ModelInferResponse> running = startBusy("default_queue_policy { max_queue_size: 2 }");
    List<Future<ModelInferResponse>> waiting =
        List.of(stub.modelInfer(GrpcFrames.loop(3)), stub.modelInfer(GrpcFrames.loop(3)));
    awaitQueued(2);
    for (int i = 0; i < 5; i++) {
      assertThat(code(stub.modelInfer(GrpcFrames.loop(3))))
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
    assertThat(running.isDone()).isFalse();
    running.cancel(true);
    for (Future<ModelInferResponse> answer : waiting) {
      assertThat(result(answer)).containsExactly(1);
    }
    assertThat(result(stub.modelInfer(GrpcFrames.loop(3)))).containsExactly(1);
  }

  @Test
  void requestsThatWaitTooLongAreRefused() throws Exception {
    Future<ModelInferResponse> running =
        startBusy(
            "default_queue_policy { default_timeout_microseconds: 600000000"
                + " allow_timeout_override: true }");
    Future<ModelInferResponse> patient = stub.modelInfer(GrpcFrames.loop(3));
    Future<ModelInferResponse> late =
        stub.modelInfer(
            GrpcFrames.loop(3).toBuilder()
                .putParameters("timeout", InferParameter.newBuilder().setInt64Param(1).build())
                .build());
    assertThat(code(late)).isEqualTo(Status.Code.UNAVAILABLE);
    running.cancel(true);
    assertThat(result(patient)).containsExactly(1);
    assertThat(model("loop").stats().executions()).isEqualTo(1);
  }

  @Test
  void cancelledRequestsLeaveTheQueueAndStopBetweenNodes() throws Exception {
    Future<ModelInferResponse> running = startBusy("");
    Future<ModelInferResponse> waiting = stub.modelInfer(GrpcFrames.loop(1));
    awaitQueued(1);
    waiting.cancel(true);
    awaitQueued(0);
    running.cancel(true);
    assertThat(result(stub.modelInfer(GrpcFrames.loop(3)))).containsExactly(1);
    assertThat(model("loop").stats().executions()).isEqualTo(1);
  }

  @Test
  void lateRequestsLeaveTheQueueAndStopBetweenNodes() throws Exception {
    Future<ModelInferResponse> running = startBusy("");
    LoadedModel loop = model("loop");
    late(1, () -> loop.scheduler().queued() == 1);
    awaitQueued(0);
    running.cancel(true);
    assertThat(result(stub.modelInfer(GrpcFrames.loop(3)))).containsExactly(1);
    assertThat(loop.stats().executions()).isEqualTo(1);
    long before = loop.stats().queue().count();
    late(Long.MAX_VALUE, () -> loop.stats().queue().count() > before);
    assertThat(result(stub.modelInfer(GrpcFrames.loop(3)))).containsExactly(1);
    assertThat(loop.stats().executions()).isEqualTo(2);
  }

  /** Asks with a deadline that is long enough for the server to get as far as the condition. */
  private void late(long times, Callable<Boolean> condition) throws Exception {
    for (long millis = 50; ; millis *= 2) {
      Future<ModelInferResponse> late =
          stub.withDeadlineAfter(millis, TimeUnit.MILLISECONDS).modelInfer(GrpcFrames.loop(times));
      Eventually.until(
          "the request got there or was late", () -> condition.call() || late.isDone());
      boolean isThere = condition.call();
      assertThat(code(late)).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      if (isThere) {
        return;
      }
    }
  }

  @Test
  void prioritiesOvertake() throws Exception {
    Future<ModelInferResponse> running = startBusy("priority_levels: 3 default_priority_level: 2");
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      long priority = i == 7 ? 1 : i == 6 ? 0 : 3;
      server
          .inference()
          .infer(
              loop(Map.of("priority", priority)),
              false,
              new Cancellation(),
              new Recorder(i + ":" + priority, order, done));
    }
    assertThat(model("loop").scheduler().queued()).isEqualTo(8);
    running.cancel(true);
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(order).containsExactly("7:1", "6:0", "0:3", "1:3", "2:3", "3:3", "4:3", "5:3");
  }

  private static InferRequest loop(Map<String, Object> parameters) {
    return new InferRequest(
        "loop",
        "",
        "",
        parameters,
        List.of(
            new NamedTensor("n", Tensor.scalar(1L)),
            new NamedTensor("x", Tensor.of(new float[] {1}, 1))),
        List.of());
  }

  /** Notes in which order answers leave the server. */
  private record Recorder(String name, List<String> order, CountDownLatch done)
      implements InferCallback {

    @Override
    public void answered(InferResponse response) {
      order.add(name);
      done.countDown();
    }

    @Override
    public void failed(RequestException error) {
      order.add(name + " " + error.getMessage());
      done.countDown();
    }
  }
}
