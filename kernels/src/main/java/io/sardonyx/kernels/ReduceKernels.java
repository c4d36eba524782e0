package io.sardonyx.kernels;

/**
 * Reductions of ranges and of columns. Sums keep several partial sums, so that errors do not grow
 * with the length as in a plain loop; in which order numbers are added depends on sizes alone.
 */
public interface ReduceKernels {

  /** Reduces {@code x[at]} to {@code x[at + n - 1]}; the identity if {@code n} is 0. */
  double reduce(Reduction r, float[] x, int at, int n);

  /** The same in double precision. */
  double reduce(Reduction r, double[] x, int at, int n);

  /** The same for integers, whose arithmetic wraps around. */
  long reduce(Reduction r, long[] x, int at, int n);

  /**
   * Reduces the columns of a matrix: {@code y[yAt + j]} becomes that of {@code x[xAt + i * pitch +
   * j]} for all i in [0, rows). Arrays must not overlap. Sums over many thousand rows are better
   * made in parts.
   *
   * @param n number of columns
   */
  void columns(Reduction r, float[] x, int xAt, int rows, int pitch, float[] y, int yAt, int n);

  /** The same in double precision. */
  void columns(Reduction r, double[] x, int xAt, int rows, int pitch, double[] y, int yAt, int n);

  /** The same for integers. */
  void columns(Reduction r, long[] x, int xAt, int rows, int pitch, long[] y, int yAt, int n);
}
