package io.sardonyx.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sardonyx.Value;
import io.sardonyx.ValueInfo;
import io.sardonyx.bench.InferenceEngine;
import io.sardonyx.bench.ModelBenchmark;
import io.sardonyx.bench.OnnxRuntimeEngine;
import io.sardonyx.bench.ProcessFigures;
import io.sardonyx.bench.RandomInputs;
import io.sardonyx.bench.SardonyxEngine;
import io.sardonyx.bench.Timings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Times a model, alone or against another runtime. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Times a model on random inputs: warm-up first, then interleaved runs.",
      "With a peer, 'ratio' is the ratio of the medians, ours / theirs: lower is better."
    })
final class BenchCommand implements Callable<Integer> {

  /** Runtimes to compare with. */
  enum Peer {
    ONNXRUNTIME
  }

  @Mixin private ModelArguments model = new ModelArguments();

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path file;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Size of the first dimension of every input, where it is open.")
  private Long batch;

  @Option(names = "--against", description = "Peer: ${COMPLETION-CANDIDATES}.")
  private Peer against;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "Time that is measured; default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "4",
      description = "Seconds of warm-up for each runtime; default: ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (SardonyxEngine own = new SardonyxEngine(file, model.options())) {
      Map<String, Value> inputs = new RandomInputs(1, sizes(own)).of(own.model().inputs());
      own.setInputs(inputs);
      own.run();
      double firstResult = ProcessFigures.secondsSinceStart();
      List<InferenceEngine> engines = new ArrayList<>(List.of(own));
      if (against != null) {
        engines.add(new OnnxRuntimeEngine(file, model.threads, inputs));
      }
      List<Timings> timings = new ModelBenchmark(warmUp, seconds, 10).run(engines);
      engines.stream().skip(1).forEach(InferenceEngine::close);
      if (json) {
        printJson(timings, firstResult);
      } else {
        printTable(timings, firstResult);
      }
    }
    return 0;
  }

  private Map<String, Long> sizes(SardonyxEngine own) {
    Map<String, Long> sizes = new LinkedHashMap<>(model.dims);
    if (batch != null) {
      for (ValueInfo input : own.model().inputs()) {
        RandomInputs.firstSymbol(input).ifPresent(s -> sizes.putIfAbsent(s, batch));
      }
    }
    return sizes;
  }

  private static double ratio(List<Timings> timings) {
    return timings.get(0).medianMillis() / timings.get(1).medianMillis();
  }

  private void printTable(List<Timings> timings, double firstResult) {
    System.out.printf("%-14s %8s %8s %8s %6s%n", "ms", "min", "median", "p99", "runs");
    for (Timings t : timings) {
      System.out.printf(
          "%-14s %8.3f %8.3f %8.3f %6d%n",
          t.engine(), t.minMillis(), t.medianMillis(), t.p99Millis(), t.runs());
    }
    if (timings.size() > 1) {
      System.out.printf("ratio %.3f%n", ratio(timings));
    }
    System.out.printf(
        "first result after %.2f s, peak heap %.1f MB%n",
        firstResult, ProcessFigures.peakHeapBytes() / 1e6);
  }

  private void printJson(List<Timings> timings, double firstResult) throws IOException {
    try (JsonGenerator g = new JsonFactory().createGenerator(System.out)) {
      g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      g.useDefaultPrettyPrinter();
      g.writeStartObject();
      g.writeStringField("model", file.toString());
      g.writeNumberField("threads", model.threads);
      g.writeArrayFieldStart("engines");
      for (Timings t : timings) {
        g.writeStartObject();
        g.writeStringField("engine", t.engine());
        g.writeNumberField("runs", t.runs());
        g.writeNumberField("min_ms", t.minMillis());
        g.writeNumberField("median_ms", t.medianMillis());
        g.writeNumberField("p99_ms", t.p99Millis());
        g.writeEndObject();
      }
      g.writeEndArray();
      if (timings.size() > 1) {
        g.writeNumberField("ratio", ratio(timings));
      }
      g.writeNumberField("first_result_s", firstResult);
      g.writeNumberField("peak_heap_bytes", ProcessFigures.peakHeapBytes());
      g.writeEndObject();
    }
    System.out.println();
  }
}
