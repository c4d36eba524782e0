package io.sardonyx.conformance.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sardonyx.Binding;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ValueInfo;
import io.sardonyx.conformance.guarantees.Networks.Sample;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs of a warm model allocate next to nothing, on all threads together. */
class AllocationTest {

  private static final int LIMIT = 64 << 10;

  private static final int RUNS = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  static List<Sample> networks() {
    return Networks.zooAndUNet();
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  /**
   * Bytes per run once the model is warm. The kernels allocate until they are compiled, so this
   * runs until they do no more, for as long as a user would wait.
   */
  private static long perRun(Runnable run) {
    long least = Long.MAX_VALUE;
    long start = System.nanoTime();
    while (least >= LIMIT && System.nanoTime() - start < PATIENCE.toNanos()) {
      long before = allocated();
      for (int i = 0; i < RUNS; i++) {
        run.run();
      }
      least = Math.min(least, (allocated() - before) / RUNS);
    }
    return least;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void warmRunsAllocateTheirResultsAndLittleMore(Sample sample) {
    try (OnnxModel model = OnnxModel.load(sample.model())) {
      long results =
          model.run(sample.inputs()).values().values().stream()
              .mapToLong(v -> v instanceof Tensor t ? t.byteSize() : 0)
              .sum();
      long bytes = perRun(() -> model.run(sample.inputs()));
      assertThat(bytes - results).isLessThan(LIMIT);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void warmRunsOfABindingAllocateNextToNothing(Sample sample) {
    try (OnnxModel model = OnnxModel.load(sample.model())) {
      Map<String, Value> results = model.run(sample.inputs()).values();
      Binding binding = model.bind();
      sample.inputs().forEach(binding::input);
      for (ValueInfo output : model.outputs()) {
        if (results.get(output.name()) instanceof Tensor t) {
          binding.output(output.name(), Tensor.zeros(t.elementType(), t.shape()));
        }
      }
      long bytes = perRun(binding::run);
      assertThat(bytes).isLessThan(LIMIT);
    }
  }
}
