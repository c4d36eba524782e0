package io.sardonyx.kernels;

/**
 * The loops of softmax and of normalisations. Input and output may be the same range; otherwise
 * they must not overlap.
 */
public interface NormKernels {

  /** Softmax of a range. */
  void softmax(float[] x, int xAt, float[] y, int yAt, int n);

  /** Softmax of a range, in double precision. */
  void softmax(double[] x, int xAt, double[] y, int yAt, int n);

  /** The logarithm of the softmax of a range. */
  void logSoftmax(float[] x, int xAt, float[] y, int yAt, int n);

  /** The logarithm of the softmax of a range, in double precision. */
  void logSoftmax(double[] x, int xAt, double[] y, int yAt, int n);

  /** Softmax of each of {@code n} columns, which are {@code rows} long, {@code pitch} apart. */
  void softmaxColumns(float[] x, int xAt, float[] y, int yAt, int rows, int pitch, int n);

  /** Softmax of columns, in double precision. */
  void softmaxColumns(double[] x, int xAt, double[] y, int yAt, int rows, int pitch, int n);

  /** The logarithm of the softmax of columns. */
  void logSoftmaxColumns(float[] x, int xAt, float[] y, int yAt, int rows, int pitch, int n);

  /** The logarithm of the softmax of columns, in double precision. */
  void logSoftmaxColumns(double[] x, int xAt, double[] y, int yAt, int rows, int pitch, int n);

  /** The sum of squared differences from {@code mean}. */
  double squaredDeviations(float[] x, int xAt, int n, double mean);

  /** The sum of squared differences from {@code mean}, in double precision. */
  double squaredDeviations(double[] x, int xAt, int n, double mean);

  /** Sets y to {@code (x - mean) * factor + shift}. */
  void normalize(
      float[] x, int xAt, double mean, double factor, double shift, float[] y, int yAt, int n);

  /** The same in double precision. */
  void normalize(
      double[] x, int xAt, double mean, double factor, double shift, double[] y, int yAt, int n);

  /**
   * Sets y to {@code (x - mean) * factor * scale + shift}, the last two element by element.
   *
   * @param shift null for none
   */
  void normalize(
      float[] x,
      int xAt,
      double mean,
      double factor,
      float[] scale,
      int scaleAt,
      float[] shift,
      int shiftAt,
      float[] y,
      int yAt,
      int n);

  /** The same in double precision. */
  void normalize(
      double[] x,
      int xAt,
      double mean,
      double factor,
      double[] scale,
      int scaleAt,
      double[] shift,
      int shiftAt,
      double[] y,
      int yAt,
      int n);

  /**
   * Local response normalisation of {@code n} columns of {@code channels} rows, {@code pitch}
   * apart: each number is divided by {@code (bias + scale * s)^beta}, where s is the sum of the
   * squares of the {@code before} rows before it, its own, and the {@code after} rows after it.
   * Input and output must not overlap.
   */
  void localResponse(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int channels,
      int pitch,
      int n,
      int before,
      int after,
      double scale,
      double bias,
      double beta);

  /** The same in double precision. */
  void localResponse(
      double[] x,
      int xAt,
      double[] y,
      int yAt,
      int channels,
      int pitch,
      int n,
      int before,
      int after,
      double scale,
      double bias,
      double beta);
}
