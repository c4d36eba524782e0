package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.IntegerLoops;
import io.sardonyx.ops.family.Elementwise.BinaryLoop;

/** Finds the loop that computes a {@link BinaryFunction} on elements of a type. */
public final class ArithmeticLoops {

  private ArithmeticLoops() {}

  /** A loop over arrays of the type's {@linkplain Codec#arithmetic arithmetic} form. */
  public static BinaryLoop of(BinaryFunction function, ElementType type, ElementwiseKernels k) {
    Storage domain = Codec.arithmetic(type);
    return type == ElementType.UINT64 ? unsigned(function) : of(function, domain, k);
  }

  /** A loop over arrays of this storage, integers with a sign. */
  public static BinaryLoop of(BinaryFunction function, Storage domain, ElementwiseKernels kernels) {
    return switch (domain) {
      case FLOATS ->
          (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
              kernels.binary(
                  function, (float[]) x, xAt, xStep, (float[]) y, yAt, yStep, (float[]) z, zAt, n);
      case DOUBLES ->
          (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
              kernels.binary(
                  function,
                  (double[]) x,
                  xAt,
                  xStep,
                  (double[]) y,
                  yAt,
                  yStep,
                  (double[]) z,
                  zAt,
                  n);
      case INTS ->
          (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
              IntegerLoops.binary(function, (int[]) x, xAt, (int[]) y, yAt, (int[]) z, zAt, n);
      case LONGS ->
          (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
              IntegerLoops.binary(function, (long[]) x, xAt, (long[]) y, yAt, (long[]) z, zAt, n);
      default -> throw new IllegalArgumentException("no arithmetic on " + domain);
    };
  }

  private static BinaryLoop unsigned(BinaryFunction function) {
    return (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
        IntegerLoops.binaryUnsigned(function, (long[]) x, xAt, (long[]) y, yAt, (long[]) z, zAt, n);
  }

  /** Whether the loops for a type take one number that stands for all. */
  public static boolean takesSteps(ElementType type) {
    return Codec.arithmetic(type) == Storage.FLOATS;
  }

  /** Elements of a task. */
  public static int grain(BinaryFunction function) {
    return switch (function) {
      case POW, MOD, FMOD -> Ranges.COSTLY;
      default -> Ranges.CHEAP;
    };
  }
}
