package io.sardonyx.ops.matrix;

import io.sardonyx.kernels.UnaryFunction;

/**
 * Arithmetic of real numbers: besides matrix products, what attention and recurrent networks do
 * with rows of n numbers. {@code y} may be the same range as an argument.
 */
public sealed interface RealArithmetic extends MatrixArithmetic
    permits FloatArithmetic, DoubleArithmetic {

  /** Applies a function in place. */
  void unary(UnaryFunction f, Object y, int at, int n);

  /** Sets all to a number. */
  void fill(Object y, int at, int n, double value);

  /** One number as a double. */
  double get(Object y, int i);

  /** Whether all numbers are minus infinity. */
  default boolean isMinusInfinity(Object y, int at, int n) {
    int i = 0;
    while (i < n && get(y, at + i) == Double.NEGATIVE_INFINITY) {
      i++;
    }
    return i == n;
  }

  /** Sets one number. */
  void set(Object y, int i, double value);

  /**
   * Sets {@code y = x + z} for {@code n} numbers in blocks of {@code length}, which follow each
   * other in y and are {@code stride} apart in x and z; z may be null.
   */
  void addBlocks(
      Object y, int yAt, Object x, int xAt, Object z, int zAt, int n, int length, int stride);

  /** Sets {@code y = x * z}. */
  void multiply(Object y, int yAt, Object x, int xAt, Object z, int zAt, int n);

  /** Adds {@code x * z} to y. */
  void multiplyAdd(Object y, int yAt, Object x, int xAt, Object z, int zAt, int n);

  /** Adds {@code x * factor} to y. */
  void addScaled(Object y, int yAt, Object x, int xAt, double factor, int n);

  /** Sets {@code y = x * factor + term}. */
  void affine(Object y, int yAt, Object x, int xAt, double factor, double term, int n);

  /** Sets {@code y = (1 - weight) * x + weight * z}. */
  void mix(Object y, int yAt, Object weight, int wAt, Object x, int xAt, Object z, int zAt, int n);

  /** Limits to [min, max]; NaN stays NaN. */
  void clamp(Object y, int at, int n, double min, double max);

  /**
   * Softmax in place: e^(y - max) divided by its sum. All zeros if every number is minus infinity;
   * NaN if one is NaN.
   */
  void softmax(Object y, int at, int n);
}
