package io.sardonyx.server.metrics;

import io.sardonyx.server.RequestException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened to the requests for one version of a model. Thread-safe. */
public final class ModelStats {

  /** Why a request failed, as the metric's label has it. */
  public enum Failure {
    REJECTED,
    CANCELED,
    BACKEND,
    OTHER;

    /** The class of failures that an error belongs to. */
    public static Failure of(RequestException.Reason reason) {
      return switch (reason) {
        case RESOURCE_EXHAUSTED, UNAVAILABLE -> REJECTED;
        case CANCELLED, DEADLINE_EXCEEDED -> CANCELED;
        case INTERNAL -> BACKEND;
        default -> OTHER;
      };
    }
  }

  /** The times of one run of the model, in nanoseconds. */
  public record Run(long inputNanos, long inferNanos, long outputNanos) {}

  /** The runs of one batch size. */
  public static final class BatchStats {
    private final DurationCount input = new DurationCount();
    private final DurationCount infer = new DurationCount();
    private final DurationCount output = new DurationCount();

    public DurationCount input() {
      return input;
    }

    public DurationCount infer() {
      return infer;
    }

    public DurationCount output() {
      return output;
    }
  }

  private final DurationCount success = new DurationCount();
  private final DurationCount failure = new DurationCount();
  private final DurationCount queue = new DurationCount();
  private final DurationCount computeInput = new DurationCount();
  private final DurationCount computeInfer = new DurationCount();
  private final DurationCount computeOutput = new DurationCount();
  private final DurationCount cacheHit = new DurationCount();
  private final DurationCount cacheMiss = new DurationCount();
  private final LongAdder inferences = new LongAdder();
  private final LongAdder executions = new LongAdder();
  private final Map<Failure, LongAdder> failures = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, BatchStats> batches = new ConcurrentSkipListMap<>();
  private final Histogram requestLatency = Histogram.ofLatencies();
  private final Histogram queueLatency = Histogram.ofLatencies();
  private volatile long lastInferenceMillis;

  public ModelStats() {
    for (Failure f : Failure.values()) {
      failures.put(f, new LongAdder());
    }
  }

  /** A request was answered with its result, so long after it came. */
  public void succeeded(long nanos) {
    success.add(nanos);
    requestLatency.record(nanos);
  }

  /** A request was answered with an error, so long after it came. */
  public void failed(RequestException.Reason reason, long nanos) {
    failure.add(nanos);
    failures.get(Failure.of(reason)).increment();
  }

  /** A request left the queue, so long after it came. */
  public void dequeued(long nanos) {
    queue.add(nanos);
    queueLatency.record(nanos);
  }

  /**
   * The model ran.
   *
   * @param requests that were joined
   * @param elements along the batch dimension
   */
  public void executed(int requests, long elements, Run run) {
    executions.increment();
    inferences.add(elements);
    lastInferenceMillis = System.currentTimeMillis();
    computeInput.add(requests, requests * run.inputNanos);
    computeInfer.add(requests, requests * run.inferNanos);
    computeOutput.add(requests, requests * run.outputNanos);
    BatchStats batch = batches.computeIfAbsent(elements, k -> new BatchStats());
    batch.input.add(run.inputNanos);
    batch.infer.add(run.inferNanos);
    batch.output.add(run.outputNanos);
  }

  public DurationCount success() {
    return success;
  }

  public DurationCount failure() {
    return failure;
  }

  public DurationCount queue() {
    return queue;
  }

  public DurationCount computeInput() {
    return computeInput;
  }

  public DurationCount computeInfer() {
    return computeInfer;
  }

  public DurationCount computeOutput() {
    return computeOutput;
  }

  /** Requests that the response cache answered. */
  public DurationCount cacheHit() {
    return cacheHit;
  }

  /** Requests that the response cache did not know. */
  public DurationCount cacheMiss() {
    return cacheMiss;
  }

  /** Batch elements that were computed. */
  public long inferences() {
    return inferences.sum();
  }

  /** Runs of the model. */
  public long executions() {
    return executions.sum();
  }

  public long failures(Failure why) {
    return failures.get(why).sum();
  }

  /** Runs by their number of batch elements. */
  public Map<Long, BatchStats> batches() {
    return batches;
  }

  public Histogram requestLatency() {
    return requestLatency;
  }

  public Histogram queueLatency() {
    return queueLatency;
  }

  /** When the model last ran, in milliseconds since 1970; 0: never. */
  public long lastInferenceMillis() {
    return lastInferenceMillis;
  }
}
