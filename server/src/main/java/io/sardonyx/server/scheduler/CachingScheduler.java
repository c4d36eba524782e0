package io.sardonyx.server.scheduler;

import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.metrics.ModelStats;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import java.util.List;

/**
 * Answers what was asked before from a cache, and leaves the rest to another scheduler.
 * Thread-safe.
 */
public final class CachingScheduler implements Scheduler {

  private final Scheduler scheduler;
  private final ResponseCache cache;
  private final ModelStats stats;

  public CachingScheduler(Scheduler scheduler, ResponseCache cache, ModelStats stats) {
    this.scheduler = scheduler;
    this.cache = cache;
    this.stats = stats;
  }

  @Override
  public boolean submit(InferJob job, boolean inline) {
    long start = System.nanoTime();
    InferResponse known = cache.get(this, job);
    if (known != null) {
      stats.cacheHit().add(System.nanoTime() - start);
      job.succeed(known.forRequest(job.request().id()));
      return true;
    }
    InferJob computed =
        new InferJob(
            job.request(),
            job.inputs(),
            job.batchSize(),
            job.priority(),
            job.timeoutNanos(),
            new InferCallback() {
              @Override
              public void answered(InferResponse response) {
                stats.cacheMiss().add(System.nanoTime() - start);
                cache.put(CachingScheduler.this, job, alone(response));
                job.succeed(response);
              }

              @Override
              public void failed(RequestException error) {
                job.fail(error);
              }
            });
    job.whenCancelled(() ->
        computed.cancel(
            new RequestException(RequestException.Reason.CANCELLED, "the request was cancelled")));
    return scheduler.submit(computed, inline);
  }

  /** Without the rest of the batch, whose arrays the results are parts of. */
  private static InferResponse alone(InferResponse response) {
    List<NamedTensor> outputs =
        response.outputs().stream()
            .map(
                o -> new NamedTensor(o.name(), isPart(o.tensor()) ? o.tensor().copy() : o.tensor()))
            .toList();
    return new InferResponse(
        response.model(), response.version(), response.id(), response.parameters(), outputs);
  }

  private static boolean isPart(Tensor tensor) {
    return tensor.elementType().storage().length(tensor.array()) != tensor.arrayLength();
  }

  @Override
  public int queued() {
    return scheduler.queued();
  }

  @Override
  public void close() {
    scheduler.close();
    cache.forget(this);
  }
}
