package io.sardonyx.kernels;

/**
 * Element-wise functions over ranges of arrays. Input and output may be the same range; otherwise
 * they must not overlap.
 */
public interface ElementwiseKernels {

  /** Sets {@code y[yAt + i] = f(x[xAt + i])} for i in [0, n). */
  void unary(UnaryFunction f, float[] x, int xAt, float[] y, int yAt, int n);

  /** The same in double precision. */
  void unary(UnaryFunction f, double[] x, int xAt, double[] y, int yAt, int n);

  /** Sets y to an activation of x, with the activation's parameters. */
  void activate(Activation f, float[] x, int xAt, float[] y, int yAt, int n);

  /** The same in double precision. */
  void activate(Activation f, double[] x, int xAt, double[] y, int yAt, int n);

  /**
   * Sets {@code z[zAt + i] = f(x[xAt + i * xStep], y[yAt + i * yStep])} for i in [0, n).
   *
   * @param xStep 1, or 0 to use one number for all
   * @param yStep 1, or 0 to use one number for all
   */
  void binary(
      BinaryFunction f,
      float[] x,
      int xAt,
      int xStep,
      float[] y,
      int yAt,
      int yStep,
      float[] z,
      int zAt,
      int n);

  /** The same in double precision. */
  void binary(
      BinaryFunction f,
      double[] x,
      int xAt,
      int xStep,
      double[] y,
      int yAt,
      int yStep,
      double[] z,
      int zAt,
      int n);

  /** Sets {@code z[zAt + i]} to 1 if the comparison of x[xAt + i] and y[yAt + i] holds, else 0. */
  void compare(Comparison f, float[] x, int xAt, float[] y, int yAt, byte[] z, int zAt, int n);

  /** Sets {@code z[zAt + i]} to x[xAt + i] where c[cAt + i] is not 0, else to y[yAt + i]. */
  void select(byte[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n);
}
