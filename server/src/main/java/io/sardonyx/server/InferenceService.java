package io.sardonyx.server;

import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException.Reason;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.Parameters;
import io.sardonyx.server.repository.Classification;
import io.sardonyx.server.repository.LoadedModel;
import io.sardonyx.server.repository.ModelRepository;
import io.sardonyx.server.scheduler.InferCallback;
import io.sardonyx.server.scheduler.InferJob;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers requests for inference, whatever transport they come by. Thread-safe. */
public final class InferenceService {

  private static final long MICROSECOND = 1000;

  /** Reloads that a request lives through until it finds a model that takes it. */
  private static final int MAX_LOOK_UPS = 100;

  private final ModelRepository repository;
  private final ScheduledExecutorService timer;
  private final Duration requestTimeout;
  private final AtomicInteger underWay = new AtomicInteger();

  InferenceService(
      ModelRepository repository, ScheduledExecutorService timer, Duration requestTimeout) {
    this.repository = repository;
    this.timer = timer;
    this.requestTimeout = requestTimeout;
  }

  public ModelRepository repository() {
    return repository;
  }

  /** Requests that are not yet answered. */
  public int underWay() {
    return underWay.get();
  }

  /**
   * Starts to answer a request.
   *
   * @param inline whether the model may run on the calling thread
   * @param cancellation cancels this request
   * @param callback gets the answer, perhaps before this returns
   */
  public void infer(
      InferRequest request, boolean inline, Cancellation cancellation, InferCallback callback) {
    Answer answer = new Answer(callback);
    underWay.incrementAndGet();
    try {
      for (int i = 0; i < MAX_LOOK_UPS; i++) {
        LoadedModel model = repository.find(request.model(), request.version());
        answer.model = model;
        answer.request = request;
        InferJob job = job(model, request, answer);
        limit(answer, job);
        cancellation.attach(job);
        if (job.isAnswered() || model.scheduler().submit(job, inline)) {
          return;
        }
        // It was unloaded or replaced between looking it up and asking it.
        Thread.onSpinWait();
      }
      throw RequestException.unavailable("model '%s' is being unloaded", request.model());
    } catch (RequestException e) {
      answer.failed(e);
    } catch (OnnxException e) {
      answer.failed(new RequestException(Reason.INVALID_ARGUMENT, e.getMessage(), e));
    }
  }

  private static InferJob job(LoadedModel model, InferRequest request, InferCallback callback) {
    Map<String, Tensor> inputs = model.signature().check(request);
    long micros = Parameters.number(request.parameters(), "timeout", 0);
    long priority = Parameters.number(request.parameters(), "priority", 0);
    if (micros < 0 || priority < 0) {
      throw RequestException.invalid(
          "timeout is %d and priority %d; expected 0 or more", micros, priority);
    }
    return new InferJob(
        request,
        inputs,
        model.signature().batchSize(inputs),
        (int) Math.min(priority, Integer.MAX_VALUE),
        micros > Long.MAX_VALUE / MICROSECOND ? Long.MAX_VALUE : micros * MICROSECOND,
        callback);
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
    private final InferCallback callback;
    private final long start = System.nanoTime();
    private volatile LoadedModel model;
    private volatile InferRequest request;
    private volatile ScheduledFuture<?> timeout;

    Answer(InferCallback callback) {
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
      }
      end();
      model.stats().succeeded(System.nanoTime() - start);
      callback.answered(response);
    }

    @Override
    public void failed(RequestException error) {
      end();
      if (model != null) {
        model.stats().failed(error.reason(), System.nanoTime() - start);
      }
      callback.failed(error);
    }

    private void end() {
      underWay.decrementAndGet();
      if (timeout != null) {
        timeout.cancel(false);
      }
    }
  }
}
