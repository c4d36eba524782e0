package io.sardonyx.conformance.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.conformance.api.JavaProgram;
import io.sardonyx.conformance.api.JavaProgram.Result;
import io.sardonyx.conformance.guarantees.Networks.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bits from run to run, on any number of threads, and with many runs at once. */
class DeterminismTest {

  /** In a JVM that believes to have five processors, so that there are as many workers. */
  @Test
  void resultsDoNotDependOnTheNumberOfThreads(@TempDir Path folder) {
    Result result =
        new JavaProgram(folder)
            .option("-XX:ActiveProcessorCount=5", "-Xmx2g", "--add-modules", "jdk.incubator.vector")
            .option(
                "-D" + Networks.PROPERTY + "=" + Networks.exports().map(Path::toString).orElse(""))
            .run("-cp", JavaProgram.testClassPath(), Checksums.class.getName());
    assertThat(result.status()).as(result.err()).isZero();
    List<String> lines = result.lines();
    assertThat(lines.getLast()).isEqualTo("processors 5");
    Map<String, Set<String>> checksums = new TreeMap<>();
    for (String line : lines.subList(0, lines.size() - 1)) {
      String[] parts = line.split(" ");
      checksums.computeIfAbsent(parts[0], n -> new TreeSet<>()).add(parts[2]);
    }
    assertThat(checksums).hasSize(Networks.small().size());
    assertThat(lines).hasSize(checksums.size() * Checksums.THREADS.size() * 2 + 1);
    Map<String, Set<String>> different = new HashMap<>(checksums);
    different.values().removeIf(s -> s.size() == 1);
    assertThat(different).as("networks with more than one result").isEmpty();
  }

  static List<Sample> networks() {
    return Networks.zooAndUNet();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void runsAtOnceGiveEachItsOwnResult(Sample sample) throws Exception {
    int callers = 8;
    int rounds = 6;
    try (OnnxModel model = OnnxModel.load(sample.model());
        ExecutorService pool = Executors.newFixedThreadPool(callers)) {
      List<Map<String, Value>> inputs = new ArrayList<>();
      List<Long> expected = new ArrayList<>();
      for (int c = 0; c < callers; c++) {
        inputs.add(varied(sample, c));
        expected.add(Checksums.checksum(model.run(inputs.get(c))));
      }
      assertThat(new TreeSet<>(expected)).hasSize(callers);
      CountDownLatch start = new CountDownLatch(callers);
      List<Future<List<Long>>> futures = new ArrayList<>();
      for (int c = 0; c < callers; c++) {
        Map<String, Value> own = inputs.get(c);
        futures.add(
            pool.submit(() -> {
              start.countDown();
              start.await();
              List<Long> found = new ArrayList<>();
              for (int r = 0; r < rounds; r++) {
                found.add(Checksums.checksum(model.run(own)));
              }
              return found;
            }));
      }
      for (int c = 0; c < callers; c++) {
        assertThat(futures.get(c).get()).hasSize(rounds).containsOnly(expected.get(c));
      }
    }
  }

  /** The pictures times a factor of the caller, and for half of the callers another batch size. */
  private static Map<String, Value> varied(Sample sample, int caller) {
    Map<String, Value> inputs = new HashMap<>();
    sample
        .inputs()
        .forEach((name, value) -> {
          Tensor tensor = (Tensor) value;
          int times = 1 + caller % 2;
          float[] from = tensor.floats();
          float[] pixels = new float[times * from.length];
          for (int i = 0; i < pixels.length; i++) {
            pixels[i] = from[i % from.length] * (1 + 0.1f * caller);
          }
          long[] shape = tensor.shape();
          shape[0] *= times;
          inputs.put(name, Tensor.of(pixels, shape));
        });
    return inputs;
  }
}
