package io.sardonyx;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a model is loaded and run. Immutable; start from {@link #DEFAULT} and change what you need:
 * {@code ModelOptions.DEFAULT.withThreads(2)}.
 *
 * @param threads most threads that one run uses, the caller among them; 0: as many as processors
 * @param memoryLimit most bytes of tensor memory that one run may use; beyond it the run throws
 * @param passes whether the graph is optimised
 * @param kernels which kernels compute
 * @param winograd whether 3x3 convolutions may use Winograd's algorithm, which rounds differently
 * @param deterministic whether random operators without a seed always give the same numbers
 * @param profiling whether every run measures its nodes, see {@link OnnxModel#profile()}
 * @param poisonMemory whether reused memory is filled with NaN before each run, to find operators
 *     that read what they have not written
 * @param warmUp longest time that loading spends on having the kernels compiled; zero: none
 * @param externalDataRoot a folder to which symbolic links of external data may lead; empty:
 *     external data lies in the model's folder, without links
 */
public record ModelOptions(
    int threads,
    long memoryLimit,
    boolean passes,
    KernelSet kernels,
    boolean winograd,
    boolean deterministic,
    boolean profiling,
    boolean poisonMemory,
    Duration warmUp,
    Optional<Path> externalDataRoot) {

  public static final ModelOptions DEFAULT =
      new ModelOptions(
          0,
          Long.MAX_VALUE,
          true,
          KernelSet.VECTOR,
          true,
          false,
          false,
          false,
          Duration.ofSeconds(2),
          Optional.empty());

  public ModelOptions {
    if (threads < 0) {
      throw new IllegalArgumentException("threads is " + threads + "; expected 0 or more");
    }
    if (memoryLimit <= 0) {
      throw new IllegalArgumentException(
          "memoryLimit is " + memoryLimit + "; expected more than 0");
    }
  }

  public ModelOptions withThreads(int value) {
    return new ModelOptions(
        value,
        memoryLimit,
        passes,
        kernels,
        winograd,
        deterministic,
        profiling,
        poisonMemory,
        warmUp,
        externalDataRoot);
  }

  public ModelOptions withMemoryLimit(long value) {
    return new ModelOptions(
        threads,
        value,
        passes,
        kernels,
        winograd,
        deterministic,
        profiling,
        poisonMemory,
        warmUp,
        externalDataRoot);
  }

  public ModelOptions withPasses(boolean value) {
    return new ModelOptions(
        threads,
        memoryLimit,
        value,
        kernels,
        winograd,
        deterministic,
        profiling,
        poisonMemory,
        warmUp,
        externalDataRoot);
  }

  public ModelOptions withKernels(KernelSet value) {
    return new ModelOptions(
        threads,
        memoryLimit,
        passes,
        value,
        winograd,
        deterministic,
        profiling,
        poisonMemory,
        warmUp,
        externalDataRoot);
  }

  public ModelOptions withWinograd(boolean value) {
    return new ModelOptions(
        threads,
        memoryLimit,
        passes,
        kernels,
        value,
        deterministic,
        profiling,
        poisonMemory,
        warmUp,
        externalDataRoot);
  }

  public ModelOptions withDeterministic(boolean value) {
    return new ModelOptions(
        threads,
        memoryLimit,
        passes,
        kernels,
        winograd,
        value,
        profiling,
        poisonMemory,
        warmUp,
        externalDataRoot);
  }

  public ModelOptions withProfiling(boolean value) {
    return new ModelOptions(
        threads,
        memoryLimit,
        passes,
        kernels,
        winograd,
        deterministic,
        value,
        poisonMemory,
        warmUp,
        externalDataRoot);
  }

  public ModelOptions withPoisonMemory(boolean value) {
    return new ModelOptions(
        threads,
        memoryLimit,
        passes,
        kernels,
        winograd,
        deterministic,
        profiling,
        value,
        warmUp,
        externalDataRoot);
  }

  public ModelOptions withWarmUp(Duration value) {
    return new ModelOptions(
        threads,
        memoryLimit,
        passes,
        kernels,
        winograd,
        deterministic,
        profiling,
        poisonMemory,
        value,
        externalDataRoot);
  }

  public ModelOptions withExternalDataRoot(Path value) {
    return new ModelOptions(
        threads,
        memoryLimit,
        passes,
        kernels,
        winograd,
        deterministic,
        profiling,
        poisonMemory,
        warmUp,
        Optional.of(value));
  }
}
