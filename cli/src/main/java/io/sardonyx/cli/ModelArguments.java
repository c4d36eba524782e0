package io.sardonyx.cli;

import io.sardonyx.KernelSet;
import io.sardonyx.ModelOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of every command that loads a model. */
final class ModelArguments {

  /** A switch that is written as a word. */
  enum Switch {
    ON,
    OFF
  }

  @Option(names = "--threads", description = "Threads of one run; default: all processors.")
  int threads;

  @Option(
      names = "--kernels",
      defaultValue = "vector",
      description = "vector or scalar; default: ${DEFAULT-VALUE}.")
  KernelSet kernels;

  @Option(
      names = "--passes",
      defaultValue = "on",
      description = "Whether the graph is optimised: on or off; default: ${DEFAULT-VALUE}.")
  Switch passes;

  @Option(
      names = "--winograd",
      defaultValue = "on",
      description = "Whether convolutions may use Winograd's algorithm; default: ${DEFAULT-VALUE}.")
  Switch winograd;

  @Option(
      names = "--dim",
      paramLabel = "NAME=N",
      description = "Size of a symbolic dimension; default: 1.")
  Map<String, Long> dims = new LinkedHashMap<>();

  ModelOptions options() {
    return ModelOptions.DEFAULT
        .withThreads(threads)
        .withKernels(kernels)
        .withPasses(passes == Switch.ON)
        .withWinograd(winograd == Switch.ON);
  }
}
