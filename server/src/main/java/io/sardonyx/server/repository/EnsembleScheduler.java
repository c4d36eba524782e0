package io.sardonyx.server.repository;

import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.RequestException.Reason;
import io.sardonyx.server.metrics.ModelStats;
import io.sardonyx.server.proto.ModelConfig;
import io.sardonyx.server.proto.ModelEnsembling.Step;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.protocol.RequestedOutput;
import io.sardonyx.server.scheduler.InferCallback;
import io.sardonyx.server.scheduler.InferJob;
import io.sardonyx.server.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Serves a graph of models as one: every step runs as soon as the tensors that it takes are there,
 * in the queue of its own model. Thread-safe.
 */
final class EnsembleScheduler implements Scheduler {

  /** Asks another model of the repository. */
  @FunctionalInterface
  interface Models {

    /** Starts a request; the callback gets its answer, or the error that kept it from starting. */
    void submit(InferRequest request, InferCallback callback);
  }

  private final ModelSignature signature;
  private final List<Step> steps;
  private final String version;
  private final Models models;
  private final ModelStats stats;
  private volatile boolean closed;

  /**
   * @throws RequestException if a tensor is made by no step, or by two
   */
  EnsembleScheduler(
      ModelSignature signature, ModelConfig config, long version, Models models, ModelStats stats) {
    this.signature = signature;
    this.steps = config.getEnsembleScheduling().getStepList();
    this.version = Long.toString(version);
    this.models = models;
    this.stats = stats;
    checkGraph();
  }

  private void checkGraph() {
    Set<String> made = new HashSet<>();
    signature.inputs().forEach(i -> made.add(i.name()));
    for (Step step : steps) {
      for (String tensor : step.getOutputMapMap().values()) {
        if (!made.add(tensor)) {
          throw RequestException.invalid(
              "the ensemble makes the tensor '%s' more than once", tensor);
        }
      }
    }
    for (Step step : steps) {
      for (String tensor : step.getInputMapMap().values()) {
        if (!made.contains(tensor)) {
          throw RequestException.invalid("no step of the ensemble makes the tensor '%s'", tensor);
        }
      }
    }
    for (TensorSpec output : signature.outputs()) {
      if (!made.contains(output.name())) {
        throw RequestException.invalid(
            "no step of the ensemble makes the output '%s'", output.name());
      }
    }
    // Tried without tensors: a step that can never start waits for itself.
    Set<String> known = new HashSet<>();
    signature.inputs().forEach(i -> known.add(i.name()));
    List<Step> left = new ArrayList<>(steps);
    while (left.removeIf(s -> known.containsAll(s.getInputMapMap().values()) && add(known, s))) {
      // Each round is a layer of the graph.
    }
    if (!left.isEmpty()) {
      throw RequestException.invalid(
          "the ensemble's step '%s' waits for its own result", left.getFirst().getModelName());
    }
  }

  private static boolean add(Set<String> known, Step step) {
    known.addAll(step.getOutputMapMap().values());
    return true;
  }

  @Override
  public boolean submit(InferJob job, boolean inline) {
    if (closed) {
      return false;
    }
    new Run(job).advance();
    return true;
  }

  /** One request on its way through the graph. */
  private final class Run {
    private final InferJob job;
    private final long start = System.nanoTime();
    private final Map<String, Tensor> tensors;
    private final List<Step> waiting = new ArrayList<>(steps);
    private int running;

    Run(InferJob job) {
      this.job = job;
      this.tensors = new HashMap<>(job.inputs());
    }

    void advance() {
      List<Step> startable = new ArrayList<>();
      boolean isDone;
      synchronized (this) {
        if (!job.isAnswered()) {
          for (Step s : waiting) {
            if (tensors.keySet().containsAll(s.getInputMapMap().values())) {
              startable.add(s);
            }
          }
        }
        waiting.removeAll(startable);
        running += startable.size();
        isDone = waiting.isEmpty() && running == 0;
      }
      startable.forEach(this::start);
      if (isDone) {
        finish();
      }
    }

    private void start(Step step) {
      List<NamedTensor> inputs = new ArrayList<>();
      synchronized (this) {
        step.getInputMapMap()
            .forEach((input, tensor) -> inputs.add(new NamedTensor(input, tensors.get(tensor))));
      }
      List<RequestedOutput> outputs =
          step.getOutputMapMap().keySet().stream()
              .sorted(Comparator.naturalOrder())
              .map(o -> new RequestedOutput(o, Map.of()))
              .toList();
      InferRequest request =
          new InferRequest(
              step.getModelName(),
              step.getModelVersion() <= 0 ? "" : Long.toString(step.getModelVersion()),
              job.request().id(),
              job.request().parameters(),
              inputs,
              outputs);
      models.submit(
          request,
          new InferCallback() {
            @Override
            public void answered(InferResponse response) {
              synchronized (Run.this) {
                running--;
                response
                    .outputs()
                    .forEach(o -> tensors.put(step.getOutputMapMap().get(o.name()), o.tensor()));
              }
              advance();
            }

            @Override
            public void failed(RequestException error) {
              job.fail(
                  new RequestException(
                      error.reason(),
                      "step '%s': %s".formatted(step.getModelName(), error.getMessage()),
                      error));
            }
          });
    }

    private void finish() {
      if (job.isAnswered()) {
        return;
      }
      List<NamedTensor> outputs = new ArrayList<>();
      for (TensorSpec spec : signature.outputs(job.request())) {
        Tensor tensor = tensors.get(spec.name());
        if (tensor.elementType() != spec.datatype().elementType() || !spec.admits(tensor.shape())) {
          job.fail(
              new RequestException(
                  Reason.INTERNAL,
                  "output '%s' is %s; the ensemble's configuration says %s"
                      .formatted(spec.name(), tensor.type(), spec)));
          return;
        }
        outputs.add(new NamedTensor(spec.name(), tensor));
      }
      stats.executed(1, job.batchSize(), new ModelStats.Run(0, System.nanoTime() - start, 0));
      job.succeed(
          new InferResponse(signature.model(), version, job.request().id(), Map.of(), outputs));
    }
  }

  @Override
  public int queued() {
    return 0;
  }

  @Override
  public void close() {
    closed = true;
  }
}
