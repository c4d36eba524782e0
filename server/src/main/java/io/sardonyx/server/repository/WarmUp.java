package io.sardonyx.server.repository;

import io.sardonyx.ElementType;
import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.ValueInfo;
import io.sardonyx.server.proto.ModelConfig;
import io.sardonyx.server.proto.ModelWarmup;
import io.sardonyx.server.protocol.Datatype;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs a model before clients may, so that the first of them finds it planned and compiled, and
 * finds out whether requests can be joined without a trace.
 */
final class WarmUp {

  private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());

  /** Seeds the pictures, sounds and words that no client sent. */
  private static final long SEED = 7;

  private final OnnxModel model;
  private final ModelConfig config;

  WarmUp(OnnxModel model, ModelConfig config) {
    this.model = model;
    this.config = config;
  }

  /**
   * Runs what the configuration asks for, and then random inputs for a while.
   *
   * @throws OnnxException if a configured run fails
   */
  void run(Duration time) {
    for (ModelWarmup warmup : config.getModelWarmupList()) {
      for (int i = 0; i <= warmup.getCount(); i++) {
        model.run(configured(warmup));
      }
    }
    long end = System.nanoTime() + time.toNanos();
    try {
      Map<String, Tensor> inputs = random(1, new Random(SEED));
      do {
        model.run(inputs);
      } while (System.nanoTime() < end);
    } catch (OnnxException e) {
      // Random numbers are no valid input of every model.
      LOG.log(Level.DEBUG, "warm-up of " + config.getName() + ": " + e.getMessage());
    }
  }

  /**
   * Whether a batch gives each of its elements the same bits as a run of its own, as far as random
   * inputs and some batch sizes show it within the time. Models that mix the elements of a batch do
   * not, and must not be joined.
   */
  boolean isBatchInvariant(Duration time) {
    Random random = new Random(SEED);
    long end = System.nanoTime() + time.toNanos();
    List<Map<String, Tensor>> singles = new ArrayList<>();
    List<Map<String, Tensor>> results = new ArrayList<>();
    try {
      for (int size = 2; size <= config.getMaxBatchSize(); size++) {
        while (singles.size() < size) {
          Map<String, Tensor> single = random(1, random);
          singles.add(single);
          results.add(tensors(single));
        }
        Map<String, Tensor> joined = tensors(Batches.join(singles));
        for (Map.Entry<String, Tensor> whole : joined.entrySet()) {
          List<Tensor> parts =
              Batches.split(whole.getValue(), singles.stream().map(s -> 1L).toList());
          if (parts == null || !sameBits(whole.getKey(), parts, results)) {
            return false;
          }
        }
        if (System.nanoTime() > end) {
          return true;
        }
      }
    } catch (OnnxException e) {
      LOG.log(Level.DEBUG, "batches of " + config.getName() + ": " + e.getMessage());
      return false;
    }
    return true;
  }

  private static boolean sameBits(
      String output, List<Tensor> parts, List<Map<String, Tensor>> results) {
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).contentEquals(results.get(i).get(output))) {
        return false;
      }
    }
    return true;
  }

  private Map<String, Tensor> tensors(Map<String, Tensor> inputs) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    model
        .run(inputs)
        .values()
        .forEach((name, value) -> {
          if (value instanceof Tensor tensor) {
            tensors.put(name, tensor);
          }
        });
    return tensors;
  }

  private Map<String, Tensor> configured(ModelWarmup warmup) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    Random random = new Random(SEED);
    warmup
        .getInputsMap()
        .forEach((name, in) -> {
          boolean isBatched = config.getMaxBatchSize() > 0;
          long[] shape = new long[in.getDimsCount() + (isBatched ? 1 : 0)];
          if (isBatched) {
            shape[0] = Math.max(1, warmup.getBatchSize());
          }
          for (int i = 0; i < in.getDimsCount(); i++) {
            shape[i + (isBatched ? 1 : 0)] = in.getDims(i);
          }
          Tensor tensor = null;
          for (Datatype d : Datatype.values()) {
            if (d.configType() == in.getDataType()) {
              tensor = Tensor.zeros(d.elementType(), shape);
            }
          }
          if (tensor == null || in.hasInputDataFile()) {
            throw new OnnxException(
                "model_warmup '%s' input '%s': expected a data_type, and zero_data or random_data"
                    .formatted(warmup.getName(), name));
          }
          if (in.getRandomData()) {
            fill(tensor, random);
          }
          inputs.put(name, tensor);
        });
    return inputs;
  }

  /** Random values for every input; open sizes are 1. */
  private Map<String, Tensor> random(long batch, Random random) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo input : model.inputs()) {
      TensorType type = (TensorType) input.type();
      long[] shape =
          type.shape().dims().stream().mapToLong(d -> d.isKnown() ? d.size() : 1).toArray();
      if (config.getMaxBatchSize() > 0) {
        shape[0] = batch;
      }
      Tensor tensor = Tensor.zeros(type.elementType(), shape);
      fill(tensor, random);
      inputs.put(input.name(), tensor);
    }
    return inputs;
  }

  private static void fill(Tensor tensor, Random random) {
    int length = tensor.arrayLength();
    switch (tensor.array()) {
      case float[] a -> {
        for (int i = 0; i < length; i++) {
          a[i] = random.nextFloat();
        }
      }
      case double[] a -> {
        for (int i = 0; i < length; i++) {
          a[i] = random.nextDouble();
        }
      }
      case byte[] a -> {
        for (int i = 0; i < length; i++) {
          a[i] = (byte) random.nextInt(tensor.elementType() == ElementType.BOOL ? 2 : 128);
        }
      }
      case long[] a -> {
        for (int i = 0; i < length; i++) {
          a[i] = random.nextInt(2);
        }
      }
      case int[] a -> {
        for (int i = 0; i < length; i++) {
          a[i] = random.nextInt(2);
        }
      }
      default -> {}
    }
  }
}
