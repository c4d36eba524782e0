package io.sardonyx.server;

import io.sardonyx.OnnxException;
import io.sardonyx.server.RequestException.Reason;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.repository.Classification;
import io.sardonyx.server.repository.LoadedModel;
import io.sardonyx.server.repository.ModelRepository;
import io.sardonyx.server.scheduler.InferCallback;
import io.sardonyx.server.scheduler.InferJob;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers requests for inference, whatever transport they come by. Thread-safe. */
public final class InferenceService {

  private final ModelRepository repository;
  private final ScheduledExecutorService timer;
  private final Duration requestTimeout;
  private final AccessLog log;
  private final AtomicInteger underWay = new AtomicInteger();

  InferenceService(
      ModelRepository repository,
      ScheduledExecutorService timer,
      Duration requestTimeout,
      AccessLog log) {
    this.repository = repository;
    this.timer = timer;
    this.requestTimeout = requestTimeout;
    this.log = log;
  }

  public ModelRepository repository() {
    return repository;
  }

  /** Requests that are not yet answered. */
  public int underWay() {
    return underWay.get();
  }

  /**
   * Starts to answer a request that belongs to no trace.
   *
   * @see #infer(InferRequest, TraceParent, boolean, Cancellation, InferCallback)
   */
  public void infer(
      InferRequest request, boolean inline, Cancellation cancellation, InferCallback callback) {
    infer(request, TraceParent.NONE, inline, cancellation, callback);
  }

  /**
   * Starts to answer a request.
   *
   * @param trace for the access log
   * @param inline whether the model may run on the calling thread
   * @param cancellation cancels this request
   * @param callback gets the answer, perhaps before this returns
   */
  public void infer(
      InferRequest request,
      TraceParent trace,
      boolean inline,
      Cancellation cancellation,
      InferCallback callback) {
    Answer answer = new Answer(trace, callback);
    underWay.incrementAndGet();
    answer.request = request;
    try {
      repository.submit(
          request,
          inline,
          (model, job) -> {
            answer.model = model;
            limit(answer, job);
            cancellation.attach(job);
          },
          answer);
    } catch (OnnxException e) {
      answer.failed(RequestException.of(e));
    }
  }

  private void limit(Answer answer, InferJob job) {
    if (requestTimeout.isZero() || answer.timeout != null) {
      return;
    }
    answer.timeout =
        timer.schedule(
            () ->
                job.cancel(
                    new RequestException(
                        Reason.DEADLINE_EXCEEDED,
                        "the request took longer than the server's limit of " + requestTimeout)),
            requestTimeout.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Counts, and hands the answer on. */
  private final class Answer implements InferCallback {
    private final TraceParent trace;
    private final InferCallback callback;
    private final long start = System.nanoTime();
    private volatile LoadedModel model;
    private volatile InferRequest request;
    private volatile ScheduledFuture<?> timeout;

    Answer(TraceParent trace, InferCallback callback) {
      this.trace = trace;
      this.callback = callback;
    }

    @Override
    public void answered(InferResponse computed) {
      InferResponse response;
      try {
        response = Classification.apply(model, request, computed);
      } catch (RequestException e) {
        failed(e);
        return;
      } catch (OutOfMemoryError e) {
        failed(
            new RequestException(
                Reason.RESOURCE_EXHAUSTED,
                "the answer needs more memory than the server has left",
                e));
        return;
      }
      end(null);
      model.stats().succeeded(System.nanoTime() - start);
      callback.answered(response);
    }

    @Override
    public void failed(RequestException error) {
      end(error);
      if (model != null) {
        model.stats().failed(error.reason(), System.nanoTime() - start);
      }
      callback.failed(error);
    }

    private void end(RequestException error) {
      log.log(request, trace, error, System.nanoTime() - start);
      underWay.decrementAndGet();
      if (timeout != null) {
        timeout.cancel(false);
      }
    }
  }
}
