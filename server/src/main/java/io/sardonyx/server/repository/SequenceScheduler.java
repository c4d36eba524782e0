package io.sardonyx.server.repository;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.proto.ModelConfig;
import io.sardonyx.server.proto.ModelSequenceBatching;
import io.sardonyx.server.proto.ModelSequenceBatching.Control;
import io.sardonyx.server.proto.ModelSequenceBatching.ControlInput;
import io.sardonyx.server.proto.ModelSequenceBatching.State;
import io.sardonyx.server.protocol.Datatype;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.protocol.Parameters;
import io.sardonyx.server.scheduler.InferCallback;
import io.sardonyx.server.scheduler.InferJob;
import io.sardonyx.server.scheduler.Scheduler;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the requests of a sequence one after another, in the order in which they came, and carries
 * the model's state from one to the next. Requests of different sequences run beside each other.
 *
 * <p>A sequence begins with the parameter {@code sequence_start}, is told by {@code sequence_id},
 * and ends with {@code sequence_end} or after a time without requests. Thread-safe.
 */
final class SequenceScheduler implements Scheduler {

  private static final long DEFAULT_IDLE_MICROS = 1_000_000;

  private static final class Sequence {
    private final ArrayDeque<InferJob> waiting = new ArrayDeque<>();
    private Map<String, Tensor> state = Map.of();
    private boolean isRunning;
    private boolean isEnded;
    private long lastNanos = System.nanoTime();
  }

  private final Scheduler scheduler;
  private final ModelSignature signature;
  private final ModelSequenceBatching config;
  private final int maxQueue;
  private final Map<Object, Sequence> sequences = new HashMap<>();
  private boolean closed;
  private int queued;

  /**
   * @param scheduler runs the single requests
   * @param signature all inputs and outputs of the model, those of control and state included
   */
  SequenceScheduler(
      Scheduler scheduler, ModelSignature signature, ModelConfig config, int maxQueue) {
    this.scheduler = scheduler;
    this.signature = signature;
    this.config = config.getSequenceBatching();
    this.maxQueue = maxQueue;
  }

  /** The inputs and outputs that clients see: without those of control and state. */
  static ModelSignature visible(ModelSignature signature, ModelConfig config) {
    ModelSequenceBatching sequence = config.getSequenceBatching();
    List<String> hidden =
        java.util.stream.Stream.concat(
                sequence.getControlInputList().stream().map(ControlInput::getName),
                sequence.getStateList().stream()
                    .flatMap(s -> java.util.stream.Stream.of(s.getInputName(), s.getOutputName())))
            .toList();
    return new ModelSignature(
        signature.model(),
        signature.inputs().stream().filter(t -> !hidden.contains(t.name())).toList(),
        signature.outputs().stream().filter(t -> !hidden.contains(t.name())).toList(),
        signature.maxBatchSize());
  }

  @Override
  public boolean submit(InferJob job, boolean inline) {
    Map<String, Object> parameters = job.request().parameters();
    Object id = parameters.get("sequence_id");
    boolean isNone = id == null || id.equals(0L) || id.equals("");
    if (isNone || !(id instanceof Long || id instanceof String)) {
      throw RequestException.invalid(
          "model '%s' works on sequences; the request needs the parameter sequence_id",
          signature.model());
    }
    boolean isStart = Parameters.flag(parameters, "sequence_start", false);
    Sequence sequence;
    synchronized (this) {
      if (closed) {
        return false;
      }
      dropIdle();
      sequence = sequences.get(id);
      if (isStart && (sequence == null || sequence.isEnded || !sequence.isRunning)) {
        sequence = new Sequence();
        sequences.put(id, sequence);
      }
      if (sequence == null || sequence.isEnded) {
        throw RequestException.invalid(
            "there is no sequence '%s' at model '%s'; its first request needs sequence_start",
            id, signature.model());
      }
      if (queued >= maxQueue) {
        throw new RequestException(
            RequestException.Reason.RESOURCE_EXHAUSTED,
            "the queue of model '%s' is full: %d requests wait; try again later"
                .formatted(signature.model(), maxQueue));
      }
      sequence.isEnded = Parameters.flag(parameters, "sequence_end", false);
      sequence.lastNanos = System.nanoTime();
      sequence.waiting.add(job);
      queued++;
    }
    next(id, sequence, inline);
    return true;
  }

  private void dropIdle() {
    long micros = config.getMaxSequenceIdleMicroseconds();
    long idle = TimeUnit.MICROSECONDS.toNanos(micros <= 0 ? DEFAULT_IDLE_MICROS : micros);
    long now = System.nanoTime();
    sequences
        .values()
        .removeIf(s -> !s.isRunning && s.waiting.isEmpty() && now - s.lastNanos > idle);
  }

  private void next(Object id, Sequence sequence, boolean inline) {
    InferJob job;
    Map<String, Tensor> inputs;
    synchronized (this) {
      if (sequence.isRunning || sequence.waiting.isEmpty()) {
        return;
      }
      job = sequence.waiting.poll();
      queued--;
      sequence.isRunning = true;
      inputs = inputs(job, id, sequence);
    }
    InferJob step =
        new InferJob(
            allOutputs(job.request()),
            inputs,
            job.batchSize(),
            job.priority(),
            job.timeoutNanos(),
            new Step(job, id, sequence));
    job.whenCancelled(() ->
        step.cancel(
            new RequestException(RequestException.Reason.CANCELLED, "the request was cancelled")));
    try {
      if (job.isAnswered()) {
        step.fail(
            new RequestException(RequestException.Reason.CANCELLED, "the request was cancelled"));
      } else if (!scheduler.submit(step, inline)) {
        step.fail(RequestException.unavailable("model '%s' is being unloaded", signature.model()));
      }
    } catch (RequestException e) {
      step.fail(e);
    }
  }

  private static InferRequest allOutputs(InferRequest request) {
    return new InferRequest(
        request.model(),
        request.version(),
        request.id(),
        request.parameters(),
        request.inputs(),
        List.of());
  }

  /** Ends a step: keeps the state, answers, and goes on with the sequence. */
  private final class Step implements InferCallback {
    private final InferJob job;
    private final Object id;
    private final Sequence sequence;

    Step(InferJob job, Object id, Sequence sequence) {
      this.job = job;
      this.id = id;
      this.sequence = sequence;
    }

    @Override
    public void answered(InferResponse response) {
      Map<String, Tensor> results = new LinkedHashMap<>();
      response.outputs().forEach(o -> results.put(o.name(), o.tensor()));
      Map<String, Tensor> state = new HashMap<>();
      for (State s : config.getStateList()) {
        state.put(s.getInputName(), results.remove(s.getOutputName()));
      }
      List<NamedTensor> outputs =
          results.entrySet().stream()
              .filter(e -> isWanted(e.getKey()))
              .map(e -> new NamedTensor(e.getKey(), e.getValue()))
              .toList();
      end(state);
      job.succeed(
          new InferResponse(
              response.model(), response.version(), response.id(), Map.of(), outputs));
      next(id, sequence, false);
    }

    private boolean isWanted(String output) {
      return job.request().outputs().isEmpty()
          || job.request().outputs().stream().anyMatch(o -> o.name().equals(output));
    }

    @Override
    public void failed(RequestException error) {
      end(sequence.state);
      job.fail(error);
      next(id, sequence, false);
    }

    private void end(Map<String, Tensor> state) {
      synchronized (SequenceScheduler.this) {
        sequence.state = state;
        sequence.isRunning = false;
        sequence.lastNanos = System.nanoTime();
        if (sequence.isEnded && sequence.waiting.isEmpty()) {
          sequences.remove(id, sequence);
        }
        if (closed && queued == 0) {
          scheduler.close();
        }
      }
    }
  }

  private Map<String, Tensor> inputs(InferJob job, Object id, Sequence sequence) {
    Map<String, Tensor> inputs = new LinkedHashMap<>(job.inputs());
    for (State s : config.getStateList()) {
      Tensor before = sequence.state.get(s.getInputName());
      inputs.put(
          s.getInputName(), before == null ? zeros(s.getInputName(), job.batchSize()) : before);
    }
    for (ControlInput in : config.getControlInputList()) {
      for (Control control : in.getControlList()) {
        inputs.put(in.getName(), control(in.getName(), control, job, id));
      }
    }
    return inputs;
  }

  private Tensor zeros(String name, long batch) {
    TensorSpec spec = spec(name);
    return Tensor.zeros(spec.datatype().elementType(), shape(spec, batch));
  }

  private TensorSpec spec(String name) {
    return signature.inputs().stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> RequestException.invalid("the model has no input '%s' for its sequences", name));
  }

  private long[] shape(TensorSpec spec, long batch) {
    long[] shape = spec.shape().clone();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] < 0) {
        shape[i] = i == 0 && signature.batchDims() == 1 ? batch : 1;
      }
    }
    return shape;
  }

  private Tensor control(String name, Control control, InferJob job, Object id) {
    Map<String, Object> parameters = job.request().parameters();
    boolean isOn =
        switch (control.getKind()) {
          case CONTROL_SEQUENCE_START -> Parameters.flag(parameters, "sequence_start", false);
          case CONTROL_SEQUENCE_END -> Parameters.flag(parameters, "sequence_end", false);
          default -> true;
        };
    Tensor tensor = zeros(name, job.batchSize());
    int index = isOn ? 1 : 0;
    for (int i = 0; i < tensor.arrayLength(); i++) {
      switch (tensor.array()) {
        case float[] a ->
            a[i] = control.getFp32FalseTrueCount() == 2 ? control.getFp32FalseTrue(index) : index;
        case int[] a ->
            a[i] = control.getInt32FalseTrueCount() == 2 ? control.getInt32FalseTrue(index) : index;
        case byte[] a when tensor.elementType() == ElementType.BOOL ->
            a[i] =
                (byte)
                    (control.getBoolFalseTrueCount() == 2
                        ? (control.getBoolFalseTrue(index) ? 1 : 0)
                        : index);
        case long[] a when id instanceof Long number -> a[i] = number;
        case String[] a -> a[i] = id.toString();
        default ->
            throw RequestException.invalid(
                "the control '%s' is %s; expected FP32, INT32, BOOL, or for the sequence's id INT64"
                    + " or BYTES",
                name, Datatype.of(tensor.elementType()).orElseThrow());
      }
    }
    return tensor;
  }

  @Override
  public synchronized int queued() {
    return queued + scheduler.queued();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (queued > 0 || sequences.values().stream().anyMatch(s -> s.isRunning)) {
        return;
      }
    }
    scheduler.close();
  }
}
