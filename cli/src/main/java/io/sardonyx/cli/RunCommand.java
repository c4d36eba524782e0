package io.sardonyx.cli;

import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.Outputs;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ValueInfo;
import io.sardonyx.bench.RandomInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a model once. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs a model on files or random numbers, and prints or writes its results.")
final class RunCommand implements Callable<Integer> {

  @Mixin private ModelArguments model = new ModelArguments();

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path file;

  @Option(
      names = "--input",
      paramLabel = "NAME=FILE",
      description = "An input from a .npy, .pb (TensorProto) or image file.")
  private Map<String, Path> inputs = new LinkedHashMap<>();

  @Option(
      names = "--random",
      paramLabel = "SEED",
      description = "Inputs that are not given are random, from this seed.")
  private Long seed;

  @Option(names = "--out", paramLabel = "DIR", description = "Writes every result as DIR/NAME.npy.")
  private Path out;

  @Option(names = "--profile", description = "Prints what every node took.")
  private boolean profile;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Writes a Chrome trace of the run, for chrome://tracing or Perfetto.")
  private Path trace;

  @Override
  public Integer call() throws IOException {
    boolean profiling = profile || trace != null;
    try (OnnxModel loaded = OnnxModel.load(file, model.options().withProfiling(profiling))) {
      Map<String, Value> values = values(loaded);
      Outputs outputs = loaded.run(values);
      for (Map.Entry<String, Value> e : outputs.values().entrySet()) {
        System.out.println(e.getKey() + ": " + Values.describe(e.getValue()));
        if (out != null) {
          Files.createDirectories(out);
          if (e.getValue() instanceof Tensor tensor) {
            NpyFile.write(
                out.resolve(e.getKey().replaceAll("[^A-Za-z0-9_.-]", "_") + ".npy"), tensor);
          } else {
            System.err.println(
                "sardonyx: the result '" + e.getKey() + "' is no tensor and is not written");
          }
        }
      }
      if (profile) {
        System.out.println();
        System.out.print(loaded.profile().table());
      }
      if (trace != null) {
        Files.writeString(trace, loaded.profile().chromeTrace());
      }
    }
    return 0;
  }

  private Map<String, Value> values(OnnxModel loaded) {
    Map<String, Value> values = new LinkedHashMap<>();
    RandomInputs random = new RandomInputs(seed == null ? 0 : seed, model.dims);
    for (ValueInfo input : loaded.inputs()) {
      Path given = inputs.remove(input.name());
      if (given != null) {
        values.put(input.name(), Values.read(given, input));
      } else if (seed != null) {
        values.put(input.name(), random.of(input));
      } else {
        throw new OnnxException(
            "the input '" + input + "' is missing; give it with --input, or use --random");
      }
    }
    if (!inputs.isEmpty()) {
      throw new OnnxException(
          "the model has no input " + inputs.keySet() + "; it has " + loaded.inputs());
    }
    return values;
  }
}
