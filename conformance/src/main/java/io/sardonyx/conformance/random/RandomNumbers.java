package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Random sizes, shapes and tensors from one seed. */
final class RandomNumbers {

  private final Random random;

  RandomNumbers(long seed) {
    this.random = new Random(seed);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A number from 0 to {@code most}. */
  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  /** A number in a range, its ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  @SafeVarargs
  final <T> T one(T... choices) {
    return choices[upTo(choices.length - 1)];
  }

  /** A dimension: small, now and then 0, 1, or longer than a vector. */
  int size() {
    double p = random.nextDouble();
    return p < 0.04 ? 0 : p < 0.2 ? 1 : p < 0.93 ? between(2, 7) : between(15, 70);
  }

  /** A dimension that is not 0. */
  int positive() {
    return Math.max(1, size());
  }

  long[] shape(int leastRank, int mostRank) {
    long[] shape = new long[between(leastRank, mostRank)];
    Arrays.setAll(shape, i -> size());
    return Shape.elements(shape) > 20_000 ? shape(leastRank, mostRank) : shape;
  }

  /** A shape without a zero. */
  long[] fullShape(int leastRank, int mostRank) {
    long[] shape = shape(leastRank, mostRank);
    return Arrays.stream(shape).map(n -> Math.max(1, n)).toArray();
  }

  /** A shape that broadcasts with another one to it or beyond. */
  long[] broadcastable(long[] shape) {
    int from = chance(0.3) ? upTo(shape.length) : 0;
    long[] other = Arrays.copyOfRange(shape, from, shape.length);
    for (int i = 0; i < other.length; i++) {
      other[i] = chance(0.25) ? 1 : other[i];
    }
    return other;
  }

  /** An axis of a rank, maybe counted from the end. */
  long axis(int rank) {
    int axis = upTo(rank - 1);
    return chance(0.4) ? axis - rank : axis;
  }

  /** Different axes in rising order. */
  long[] axes(int rank) {
    return random
        .ints(0, Math.max(1, rank))
        .limit(between(1, Math.max(1, rank)))
        .distinct()
        .sorted()
        .asLongStream()
        .toArray();
  }

  /** All axes in any order. */
  long[] permutation(int rank) {
    long[] perm = new long[rank];
    for (int i = 0; i < rank; i++) {
      int j = upTo(i);
      perm[i] = perm[j];
      perm[j] = i;
    }
    return perm;
  }

  /** Ordinary numbers; for floats now and then zeros, infinities and NaN among them. */
  Tensor tensor(ElementType type, long... shape) {
    boolean odd = chance(0.08);
    return filled(
        type,
        shape,
        () ->
            odd && chance(0.2)
                ? one(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
                : random.nextGaussian() * 2);
  }

  /** Numbers without infinities and NaN. */
  Tensor finite(ElementType type, long... shape) {
    return filled(type, shape, () -> random.nextGaussian() * 2);
  }

  /** Numbers in a range, its ends included for integers. */
  Tensor range(ElementType type, double least, double most, long... shape) {
    return filled(
        type,
        shape,
        () ->
            type.isFloat()
                ? least + random.nextDouble() * (most - least)
                : between((int) least, (int) most));
  }

  private Tensor filled(ElementType type, long[] shape, DoubleSupplier numbers) {
    Tensor tensor = Tensor.zeros(type, shape);
    boolean unsigned = type.isUnsigned();
    for (int i = 0; i < tensor.arrayLength(); i++) {
      double number = numbers.getAsDouble();
      long integer = (long) (unsigned ? Math.abs(number) : number);
      switch (tensor.array()) {
        case float[] a -> a[i] = (float) number;
        case double[] a -> a[i] = number;
        case long[] a -> a[i] = integer;
        case int[] a -> a[i] = (int) integer;
        case short[] a ->
            a[i] =
                type == ElementType.FLOAT16
                    ? Float.floatToFloat16((float) number)
                    : (short) integer;
        case byte[] a -> a[i] = (byte) (type == ElementType.BOOL ? (number > 0 ? 1 : 0) : integer);
        default -> throw new IllegalArgumentException(type.onnxName());
      }
    }
    return tensor;
  }
}
