package io.sardonyx.bench;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.OnnxException;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes inputs for a model: normally distributed floats, small integers; the same for a seed. */
public final class RandomInputs {

  /** What fits into an array, and into the memory of most machines. */
  private static final double MAX_ELEMENTS = 1 << 30;

  private final long seed;
  private final Map<String, Long> sizes;

  /**
   * @param sizes values of symbolic dimensions; those that are missing, and unknown ones, are 1
   */
  public RandomInputs(long seed, Map<String, Long> sizes) {
    this.seed = seed;
    this.sizes = Map.copyOf(sizes);
  }

  /** A value for every input. */
  public Map<String, Value> of(List<ValueInfo> inputs) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (ValueInfo input : inputs) {
      values.put(input.name(), of(input));
    }
    return values;
  }

  /** A value for one input. */
  public Tensor of(ValueInfo input) {
    if (!(input.type() instanceof TensorType type) || !type.shape().isRanked()) {
      throw new OnnxException(
          "no random value can be made for the input '" + input + "'; give it with --input");
    }
    long[] shape = type.shape().dims().stream().mapToLong(this::size).toArray();
    if (Arrays.stream(shape).anyMatch(n -> n < 0)
        || Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b) > MAX_ELEMENTS) {
      throw new OnnxException(
          "no random value can be made for the input '%s' with the shape %s"
              .formatted(input, Arrays.toString(shape)));
    }
    return random(type.elementType(), shape, new Random(seed * 31 + input.name().hashCode()));
  }

  /** The symbol that stands for the first dimension of an input, if one does. */
  public static Optional<String> firstSymbol(ValueInfo input) {
    return input.type() instanceof TensorType t && t.shape().isRanked() && t.shape().rank() > 0
        ? Optional.ofNullable(t.shape().dim(0).symbol())
        : Optional.empty();
  }

  private long size(Dim dim) {
    return dim.isKnown() ? dim.size() : dim.isSymbol() ? sizes.getOrDefault(dim.symbol(), 1L) : 1;
  }

  private static Tensor random(ElementType type, long[] shape, Random random) {
    Tensor tensor = Tensor.zeros(type, shape);
    int n = Math.toIntExact(Shape.elements(shape));
    for (int i = 0; i < n; i++) {
      switch (tensor.array()) {
        case float[] a -> a[i] = (float) random.nextGaussian();
        case double[] a -> a[i] = random.nextGaussian();
        case long[] a -> a[i] = random.nextInt(2);
        case int[] a -> a[i] = random.nextInt(2);
        case short[] a ->
            a[i] =
                type == ElementType.FLOAT16
                    ? Float.floatToFloat16((float) random.nextGaussian())
                    : (short) random.nextInt(2);
        case byte[] a -> a[i] = (byte) random.nextInt(2);
        default -> {}
      }
    }
    return tensor;
  }
}
