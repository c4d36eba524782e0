package io.sardonyx.bench;

import io.sardonyx.Binding;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times single operators on about a million elements against ONNX Runtime, and measures what a warm
 * run with bound results allocates. Prints a table in Markdown, the slowest in comparison first.
 *
 * <pre>{@code java -cp ... io.sardonyx.bench.OperatorBenchmark [SECONDS [NAME...]]}</pre>
 */
public final class OperatorBenchmark {

  private record Row(String label, double own, double peer, long bytes) {
    double ratio() {
      return own / peer;
    }
  }

  private OperatorBenchmark() {}

  /**
   * Runs it.
   *
   * @param args seconds for each operator, 1 unless given, and beginnings of the operators' labels,
   *     all unless given
   */
  public static void main(String[] args) throws IOException {
    double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 1;
    List<String> wanted = List.of(args).subList(Math.min(1, args.length), args.length);
    List<Row> rows =
        OperatorCases.all().stream()
            .filter(c -> wanted.isEmpty() || wanted.stream().anyMatch(c.label()::startsWith))
            .map(c -> measured(c, seconds))
            .sorted((a, b) -> Double.compare(b.ratio(), a.ratio()))
            .toList();
    System.out.println("| operator | Sardonyx, ms | ONNX Runtime, ms | ratio | bytes a warm run |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    for (Row r : rows) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.3f | %.3f | %.2f | %d |%n",
          r.label,
          r.own,
          r.peer,
          r.ratio(),
          r.bytes);
    }
  }

  private static Row measured(OperatorCase test, double seconds) {
    try {
      Path file = Files.createTempFile("operator", ".onnx");
      try {
        Files.write(file, test.model());
        return measured(test, file, seconds);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Row measured(OperatorCase test, Path file, double seconds) {
    try (OnnxModel model = OnnxModel.load(file, ModelOptions.DEFAULT);
        OnnxRuntimeEngine peer = new OnnxRuntimeEngine(file, 0, test.inputs())) {
      Binding binding = bound(model, test.inputs());
      InferenceEngine own =
          new InferenceEngine() {
            @Override
            public String name() {
              return "Sardonyx";
            }

            @Override
            public void run() {
              binding.run();
            }

            @Override
            public void close() {}
          };
      List<Timings> timings = new ModelBenchmark(seconds / 2, seconds, 10).run(List.of(own, peer));
      return new Row(
          test.label(),
          timings.get(0).medianMillis(),
          timings.get(1).medianMillis(),
          allocated(binding));
    }
  }

  /** A binding that writes to the same tensors every time, where their shapes are known. */
  private static Binding bound(OnnxModel model, Map<String, Value> inputs) {
    Map<String, Value> first = model.run(inputs).values();
    Binding binding = model.bind();
    inputs.forEach(binding::input);
    model.outputs().stream()
        .filter(o -> o.type().isKnown())
        .forEach(o -> {
          Tensor like = (Tensor) first.get(o.name());
          binding.output(o.name(), Tensor.zeros(like.elementType(), like.shape()));
        });
    return binding;
  }

  private static long allocated(Binding binding) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int runs = 20;
    long before = threads.getTotalThreadAllocatedBytes();
    for (int i = 0; i < runs; i++) {
      binding.run();
    }
    return (threads.getTotalThreadAllocatedBytes() - before) / runs;
  }
}
