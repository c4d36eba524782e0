package io.sardonyx.server.scheduler;

import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A checked request on its way through a scheduler. It is answered exactly once: by its result, by
 * an error, or by whoever cancels it first. Thread-safe.
 */
public final class InferJob {

  private enum State {
    OPEN,
    ANSWERED
  }

  private final InferRequest request;
  private final Map<String, Tensor> inputs;
  private final long batchSize;
  private final long timeoutNanos;
  private final int priority;
  private final InferCallback callback;
  private final long arrivalNanos = System.nanoTime();
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private volatile Runnable onCancel = () -> {};
  private List<Object> signature;

  /**
   * @param inputs the model's inputs, checked against it
   * @param batchSize elements along the batch dimension; 1 for models without one
   * @param priority 1 is first
   * @param timeoutNanos longest time in the queue; 0: as the model's queue policy says
   */
  public InferJob(
      InferRequest request,
      Map<String, Tensor> inputs,
      long batchSize,
      int priority,
      long timeoutNanos,
      InferCallback callback) {
    this.request = request;
    this.inputs = inputs;
    this.batchSize = batchSize;
    this.priority = priority;
    this.timeoutNanos = timeoutNanos;
    this.callback = callback;
  }

  /**
   * A job as the request's own parameters {@code timeout} (microseconds) and {@code priority} want
   * it.
   *
   * @throws RequestException if one of them is negative or no number
   */
  public static InferJob of(
      InferRequest request, Map<String, Tensor> inputs, long batchSize, InferCallback callback) {
    long micros = Parameters.number(request.parameters(), "timeout", 0);
    long priority = Parameters.number(request.parameters(), "priority", 0);
    if (micros < 0 || priority < 0) {
      throw RequestException.invalid(
          "timeout is %d and priority %d; expected 0 or more", micros, priority);
    }
    return new InferJob(
        request,
        inputs,
        batchSize,
        (int) Math.min(priority, Integer.MAX_VALUE),
        TimeUnit.MICROSECONDS.toNanos(micros),
        callback);
  }

  public InferRequest request() {
    return request;
  }

  public Map<String, Tensor> inputs() {
    return inputs;
  }

  public long batchSize() {
    return batchSize;
  }

  public int priority() {
    return priority;
  }

  public long timeoutNanos() {
    return timeoutNanos;
  }

  /** When the request came, as {@link System#nanoTime} counts. */
  public long arrivalNanos() {
    return arrivalNanos;
  }

  public boolean isAnswered() {
    return state.get() == State.ANSWERED;
  }

  /** Answers with a result; false if it was answered before. */
  public boolean succeed(InferResponse response) {
    if (!state.compareAndSet(State.OPEN, State.ANSWERED)) {
      return false;
    }
    callback.answered(response);
    return true;
  }

  /** Answers with an error; false if it was answered before. */
  public boolean fail(RequestException error) {
    if (!state.compareAndSet(State.OPEN, State.ANSWERED)) {
      return false;
    }
    callback.failed(error);
    return true;
  }

  /** Answers with an error and gives back what the request holds: its place or its run. */
  public void cancel(RequestException why) {
    if (fail(why)) {
      onCancel.run();
    }
  }

  /** Says what a cancelled request has to give back; called by whoever holds the request. */
  public void whenCancelled(Runnable action) {
    onCancel = action;
  }

  /** What must be equal for two requests to be joined: everything but the batch dimension. */
  List<Object> signature() {
    if (signature == null) {
      List<Object> parts = new ArrayList<>();
      inputs.forEach((name, tensor) -> {
        long[] shape = tensor.shape();
        parts.add(name);
        parts.add(Arrays.stream(shape).skip(1).boxed().toList());
      });
      signature = parts;
    }
    return signature;
  }
}
