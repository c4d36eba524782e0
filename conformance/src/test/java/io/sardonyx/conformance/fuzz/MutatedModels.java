package io.sardonyx.conformance.fuzz;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.RunOptions;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueInfo;
import io.sardonyx.conformance.ReferenceCase;
import io.sardonyx.conformance.ReferenceData;
import io.sardonyx.conformance.guarantees.Networks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Loads and runs models that a seed has damaged. Whatever the damage, either the model runs or an
 * {@link OnnxException} says why not, within bounded time and heap.
 */
final class MutatedModels {

  private static final long MEMORY_LIMIT = 256L << 20;

  private static final Duration RUN_TIMEOUT = Duration.ofSeconds(2);

  /** Far more than any case may take, so that a busy machine does not fail one. */
  private static final long HANG_SECONDS = 60;

  private static final int MAX_MODEL_BYTES = 200_000;

  private final List<byte[]> corpus;

  private MutatedModels(List<byte[]> corpus) {
    this.corpus = corpus;
  }

  /** The zoo's smallest network and, where they are, the reference cases of all operators. */
  static MutatedModels standard() {
    List<byte[]> corpus = new ArrayList<>();
    corpus.add(Networks.zooAndUNet().getLast().model());
    for (Path group : ReferenceData.groups()) {
      for (ReferenceCase test : ReferenceCase.find(group)) {
        try {
          if (Files.size(test.model()) <= MAX_MODEL_BYTES) {
            corpus.add(Files.readAllBytes(test.model()));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return new MutatedModels(corpus);
  }

  /** What went wrong with the case of this seed; empty if nothing. */
  Optional<String> check(long seed) throws InterruptedException {
    Random random = new Random(seed);
    byte[] model = new Mutator(random).mutate(corpus.get(random.nextInt(corpus.size())));
    FutureTask<Optional<String>> task = new FutureTask<>(() -> loadAndRun(model, random));
    Thread thread = Thread.ofPlatform().daemon().name("fuzz-" + seed).start(task);
    try {
      return task.get(HANG_SECONDS, TimeUnit.SECONDS).map(f -> "seed " + seed + ": " + f);
    } catch (TimeoutException e) {
      String where = List.of(thread.getStackTrace()).toString();
      return Optional.of("seed " + seed + ": hangs at " + where);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> loadAndRun(byte[] bytes, Random random) {
    try (OnnxModel model =
        OnnxModel.load(bytes, ModelOptions.DEFAULT.withMemoryLimit(MEMORY_LIMIT))) {
      Map<String, Value> inputs = new HashMap<>();
      for (ValueInfo input : model.inputs()) {
        Optional<Tensor> value = value(input, random);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        inputs.put(input.name(), value.get());
      }
      model.run(inputs, RunOptions.DEFAULT.withTimeout(RUN_TIMEOUT));
      return Optional.empty();
    } catch (OnnxException e) {
      boolean hidesABug = e.getCause() != null && isBug(e.getCause());
      return hidesABug ? Optional.of(described(e.getCause())) : Optional.empty();
    } catch (Throwable e) {
      return Optional.of(described(e));
    }
  }

  /** Whether a step failed with an exception that only a programming error throws. */
  private static boolean isBug(Throwable cause) {
    return cause instanceof NullPointerException
        || cause instanceof ClassCastException
        || cause instanceof IndexOutOfBoundsException
        || cause instanceof NegativeArraySizeException
        || cause instanceof ArrayStoreException;
  }

  private static String described(Throwable e) {
    StringBuilder text = new StringBuilder(e.toString());
    for (int i = 0; i < Math.min(6, e.getStackTrace().length); i++) {
      text.append("\n    at ").append(e.getStackTrace()[i]);
    }
    return text.toString();
  }

  /** Numbers for an input, small ones so that they may be indices; empty if it is no tensor. */
  private static Optional<Tensor> value(ValueInfo input, Random random) {
    if (!(input.type() instanceof TensorType type) || !type.shape().isRanked()) {
      return Optional.empty();
    }
    double elements = 1;
    long[] shape = new long[type.shape().rank()];
    for (int i = 0; i < shape.length; i++) {
      Dim dim = type.shape().dim(i);
      shape[i] = dim.isKnown() ? dim.size() : 1 + random.nextInt(3);
      elements *= shape[i];
    }
    if (elements > 1e6) {
      return Optional.empty();
    }
    Tensor tensor = Tensor.zeros(type.elementType(), shape);
    for (int i = 0; i < tensor.arrayLength(); i++) {
      switch (tensor.array()) {
        case float[] a -> a[i] = random.nextInt(9) - 4;
        case double[] a -> a[i] = random.nextInt(9) - 4;
        case long[] a -> a[i] = random.nextInt(9) - 4;
        case int[] a -> a[i] = random.nextInt(9) - 4;
        case short[] a -> a[i] = (short) random.nextInt(1 << 16);
        case byte[] a ->
            a[i] = (byte) random.nextInt(type.elementType() == ElementType.BOOL ? 2 : 256);
        case String[] a -> a[i] = random.nextBoolean() ? "a" : "";
        default -> throw new IllegalStateException();
      }
    }
    return Optional.of(tensor);
  }

  /** Checks seeds for ever, or as many as said: {@code [FIRST [COUNT]]}. */
  public static void main(String[] args) throws InterruptedException {
    long first = args.length > 0 ? Long.parseLong(args[0]) : System.nanoTime();
    long count = args.length > 1 ? Long.parseLong(args[1]) : Long.MAX_VALUE;
    MutatedModels models = standard();
    for (long i = 0; i < count; i++) {
      models.check(first + i).ifPresent(System.out::println);
    }
    System.out.println(count + " cases from seed " + first);
  }
}
