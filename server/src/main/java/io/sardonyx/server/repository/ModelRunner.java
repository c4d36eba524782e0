package io.sardonyx.server.repository;

import static io.sardonyx.server.RequestException.Reason.CANCELLED;
import static io.sardonyx.server.RequestException.Reason.INTERNAL;
import static io.sardonyx.server.RequestException.Reason.INVALID_ARGUMENT;
import static io.sardonyx.server.RequestException.Reason.RESOURCE_EXHAUSTED;

import io.sardonyx.CancelSignal;
import io.sardonyx.MemoryLimitException;
import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.Outputs;
import io.sardonyx.RunCancelledException;
import io.sardonyx.RunOptions;
import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.metrics.ModelStats;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.scheduler.BatchRunner;
import io.sardonyx.server.scheduler.InferJob;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs one version of a model for the requests of a batch. Thread-safe. */
final class ModelRunner implements BatchRunner {

  private static final System.Logger LOG = System.getLogger(ModelRunner.class.getName());

  private final OnnxModel model;
  private final String version;
  private final ModelSignature signature;
  private final ModelStats stats;
  private final UnaryOperator<String> publicText;

  /**
   * @param publicText takes from a message what clients must not see
   */
  ModelRunner(
      OnnxModel model,
      String version,
      ModelSignature signature,
      ModelStats stats,
      UnaryOperator<String> publicText) {
    this.model = model;
    this.version = version;
    this.signature = signature;
    this.stats = stats;
    this.publicText = publicText;
  }

  @Override
  public Runnable run(List<InferJob> jobs) {
    long start = System.nanoTime();
    List<InferJob> open = jobs.stream().filter(j -> !j.isAnswered()).toList();
    open.forEach(j -> stats.dequeued(start - j.arrivalNanos()));
    List<Runnable> answers = new ArrayList<>(open.size());
    if (!open.isEmpty()) {
      runTogether(open, answers, start);
    }
    return () -> answers.forEach(Runnable::run);
  }

  private void runTogether(List<InferJob> jobs, List<Runnable> answers, long start) {
    CancelSignal cancel = new CancelSignal();
    for (InferJob job : jobs) {
      // A batch runs on as long as anybody waits for a part of it.
      job.whenCancelled(() -> {
        if (jobs.stream().allMatch(InferJob::isAnswered)) {
          cancel.cancel();
        }
      });
    }
    if (jobs.stream().allMatch(InferJob::isAnswered)) {
      return;
    }
    try {
      compute(jobs, answers, start, cancel);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      if (jobs.size() == 1 || e instanceof RunCancelledException) {
        RequestException error = asRequestException(e);
        jobs.forEach(job -> answers.add(() -> job.fail(error)));
        return;
      }
      // Only the request that is wrong shall fail, and none knows which it is.
      for (InferJob job : jobs) {
        runTogether(List.of(job), answers, System.nanoTime());
      }
    }
  }

  private void compute(
      List<InferJob> jobs, List<Runnable> answers, long start, CancelSignal cancel) {
    List<Map<String, Tensor>> parts = jobs.stream().map(InferJob::inputs).toList();
    Map<String, Tensor> inputs = jobs.size() == 1 ? parts.getFirst() : Batches.join(parts);
    long joined = System.nanoTime();
    Outputs outputs = model.run(inputs, RunOptions.DEFAULT.withCancel(cancel));
    long computed = System.nanoTime();
    List<InferResponse> responses = responses(jobs, outputs);
    for (int i = 0; i < jobs.size(); i++) {
      InferJob job = jobs.get(i);
      InferResponse response = responses.get(i);
      answers.add(() -> job.succeed(response));
    }
    stats.executed(
        jobs.size(),
        jobs.stream().mapToLong(InferJob::batchSize).sum(),
        new ModelStats.Run(joined - start, computed - joined, System.nanoTime() - computed));
  }

  private List<InferResponse> responses(List<InferJob> jobs, Outputs outputs) {
    List<List<NamedTensor>> results = new ArrayList<>(jobs.size());
    jobs.forEach(j -> results.add(new ArrayList<>()));
    List<Long> sizes = jobs.stream().map(InferJob::batchSize).toList();
    // One request may ask for an output that another does not.
    for (TensorSpec spec : signature.outputs()) {
      Tensor whole = outputs.tensor(spec.name());
      List<Tensor> parts = jobs.size() == 1 ? List.of(whole) : Batches.split(whole, sizes);
      if (parts == null) {
        throw new OnnxException(
            "output '%s' of model '%s' has shape %s for a batch of %s; its first dimension is no batch"
                .formatted(spec.name(), signature.model(), whole.type(), sizes));
      }
      for (int i = 0; i < jobs.size(); i++) {
        results
            .get(i)
            .add(new NamedTensor(spec.name(), spec.toClient(parts.get(i), signature.batchDims())));
      }
    }
    List<InferResponse> responses = new ArrayList<>(jobs.size());
    for (int i = 0; i < jobs.size(); i++) {
      responses.add(response(jobs.get(i), results.get(i)));
    }
    return responses;
  }

  private InferResponse response(InferJob job, List<NamedTensor> all) {
    List<NamedTensor> wanted =
        job.request().outputs().isEmpty()
            ? all
            : job.request().outputs().stream()
                .map(o -> all.stream().filter(t -> t.name().equals(o.name())).findFirst())
                .map(java.util.Optional::orElseThrow)
                .toList();
    return new InferResponse(signature.model(), version, job.request().id(), Map.of(), wanted);
  }

  private RequestException asRequestException(Throwable e) {
    return switch (e) {
      case RequestException r -> r;
      case RunCancelledException r ->
          new RequestException(CANCELLED, "the request was cancelled", r);
      case MemoryLimitException m ->
          new RequestException(RESOURCE_EXHAUSTED, publicText.apply(m.getMessage()), m);
      case OnnxException o ->
          new RequestException(INVALID_ARGUMENT, publicText.apply(o.getMessage()), o);
      case OutOfMemoryError o ->
          new RequestException(
              RESOURCE_EXHAUSTED,
              "model '%s' needs more memory for this request than the server has left"
                  .formatted(signature.model()),
              o);
      case IllegalStateException i ->
          RequestException.unavailable("model '%s' is being unloaded", signature.model());
      default -> {
        LOG.log(Level.ERROR, "model " + signature.model() + " failed", e);
        yield new RequestException(
            INTERNAL,
            "model '%s' failed; the server's log says why".formatted(signature.model()),
            e);
      }
    };
  }
}
