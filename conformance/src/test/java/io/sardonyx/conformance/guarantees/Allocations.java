package io.sardonyx.conformance.guarantees;

import com.sun.management.ThreadMXBean;
import io.sardonyx.Binding;
import io.sardonyx.OnnxModel;
import io.sardonyx.Outputs;
import io.sardonyx.Tensor;
import io.sardonyx.ValueInfo;
import io.sardonyx.conformance.guarantees.Networks.Sample;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Prints how many bytes the runs of warm networks allocate, on all threads together. */
final class Allocations {

  /** What a run may allocate besides its results. */
  static final long LIMIT = 64 << 10;

  private static final int RUNS = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Allocations() {}

  /** One line for each network: name, bytes besides the results of a run, bytes of a bound run. */
  public static void main(String[] args) {
    for (Sample sample : Networks.zooAndUNet()) {
      try (OnnxModel model = OnnxModel.load(sample.model())) {
        Outputs outputs = model.run(sample.inputs());
        long results =
            outputs.values().values().stream().mapToLong(v -> ((Tensor) v).byteSize()).sum();
        long free = perRun(results + LIMIT, () -> model.run(sample.inputs())) - results;
        Binding binding = model.bind();
        sample.inputs().forEach(binding::input);
        for (ValueInfo output : model.outputs()) {
          Tensor result = outputs.tensor(output.name());
          binding.output(output.name(), Tensor.zeros(result.elementType(), result.shape()));
        }
        System.out.println(sample.name() + " " + free + " " + perRun(LIMIT, binding::run));
      }
    }
  }

  /** Bytes that every live thread has allocated since it began, by the thread's id. */
  private static Map<Long, Long> allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> allocated = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      allocated.put(ids[i], Math.max(0, bytes[i]));
    }
    return allocated;
  }

  /** What the threads that are alive allocated since: one that ended takes its count away. */
  private static long since(Map<Long, Long> before) {
    long sum = 0;
    for (Map.Entry<Long, Long> e : allocated().entrySet()) {
      sum += e.getValue() - before.getOrDefault(e.getKey(), 0L);
    }
    return sum;
  }

  /**
   * Bytes per run once the model is warm. The kernels allocate until they are compiled, so this
   * runs until they do no more, for as long as a user would wait.
   */
  private static long perRun(long limit, Runnable run) {
    long least = Long.MAX_VALUE;
    long start = System.nanoTime();
    while (least >= limit && System.nanoTime() - start < PATIENCE.toNanos()) {
      Map<Long, Long> before = allocated();
      for (int i = 0; i < RUNS; i++) {
        run.run();
      }
      least = Math.min(least, since(before) / RUNS);
    }
    return least;
  }
}
