package io.sardonyx.ops.reduction;

import io.sardonyx.ElementType;
import io.sardonyx.kernels.Reduction;
import io.sardonyx.ops.family.Arithmetic;

/** What the Reduce operators compute: a reduction, and for some a function of its result. */
enum ReduceFunction {
  SUM(Reduction.SUM),
  MEAN(Reduction.SUM),
  MAX(Reduction.MAX),
  MIN(Reduction.MIN),
  PROD(Reduction.PRODUCT),
  L1(Reduction.SUM_ABS),
  L2(Reduction.SUM_SQUARE),
  LOG_SUM(Reduction.SUM),
  LOG_SUM_EXP(Reduction.LOG_SUM_EXP),
  SUM_SQUARE(Reduction.SUM_SQUARE);

  private final Reduction reduction;

  ReduceFunction(Reduction reduction) {
    this.reduction = reduction;
  }

  /** The reduction of elements of a type. */
  Reduction reduction(ElementType type) {
    // The absolute value of an unsigned long that a signed one cannot hold would be another.
    return this == L1 && type.isUnsigned() ? Reduction.SUM : reduction;
  }

  /** The arithmetic for elements of a type: functions that leave the integers need doubles. */
  Arithmetic arithmetic(ElementType type) {
    Arithmetic arithmetic = Arithmetic.of(type);
    return switch (this) {
      case L2, LOG_SUM, LOG_SUM_EXP ->
          arithmetic == Arithmetic.LONGS ? Arithmetic.DOUBLES : arithmetic;
      default -> arithmetic;
    };
  }

  /** Whether the result is not the reduction's, but a function of it. */
  boolean hasFinish() {
    return switch (this) {
      case MEAN, L2, LOG_SUM -> true;
      default -> false;
    };
  }

  /** The result, from the reduction of {@code count} numbers. */
  double finish(double x, int count) {
    return switch (this) {
      case MEAN -> x / count;
      case L2 -> Math.sqrt(x);
      case LOG_SUM -> Math.log(x);
      default -> x;
    };
  }

  /** The result, from the reduction of {@code count} integers. */
  long finish(long x, int count, boolean isUnsigned) {
    if (this != MEAN) {
      return x;
    }
    return isUnsigned ? Long.divideUnsigned(x, count) : x / count;
  }

  /** The value of an empty set for real numbers. */
  double ofNothing() {
    return this == MEAN ? Double.NaN : finish(reduction.identity(), 1);
  }

  /** The value of an empty set for a type without infinities: the nearest number there is. */
  long integerOfNothing(ElementType type) {
    double nothing = ofNothing();
    if (!Double.isInfinite(nothing)) {
      return (long) nothing;
    }
    int bits = type == ElementType.BOOL ? 1 : type.bits();
    boolean isUnsigned = type.isUnsigned() || type == ElementType.BOOL;
    if (nothing > 0) {
      return isUnsigned ? -1L >>> (64 - bits) : Long.MAX_VALUE >> (64 - bits);
    }
    return isUnsigned ? 0 : Long.MIN_VALUE >> (64 - bits);
  }
}
