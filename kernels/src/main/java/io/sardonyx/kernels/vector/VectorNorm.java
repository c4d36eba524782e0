package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.NormKernels;
import io.sardonyx.kernels.scalar.ScalarNorm;

/** Softmax and normalisations of floats a vector at a time; doubles are left to the scalar twin. */
public final class VectorNorm implements NormKernels {

  private static final int BLOCK = VectorReduce.BLOCK;

  private final NormKernels scalar = new ScalarNorm();

  @Override
  public void softmax(float[] x, int xAt, float[] y, int yAt, int n) {
    float max = RowReductions.max(x, xAt, n);
    double sum = 0;
    for (int i = 0; i < n; i += BLOCK) {
      sum += Softmaxes.expAndSum(x, xAt + i, max, y, yAt + i, Math.min(BLOCK, n - i));
    }
    Affine.scale(y, yAt, (float) (1 / sum), y, yAt, n);
  }

  @Override
  public void softmax(double[] x, int xAt, double[] y, int yAt, int n) {
    scalar.softmax(x, xAt, y, yAt, n);
  }

  @Override
  public void logSoftmax(float[] x, int xAt, float[] y, int yAt, int n) {
    float max = RowReductions.max(x, xAt, n);
    float log = (float) Math.log(VectorReduce.sumExp(x, xAt, n, max));
    Affine.subtract(x, xAt, max, log, y, yAt, n);
  }

  @Override
  public void logSoftmax(double[] x, int xAt, double[] y, int yAt, int n) {
    scalar.logSoftmax(x, xAt, y, yAt, n);
  }

  @Override
  public void softmaxColumns(float[] x, int xAt, float[] y, int yAt, int rows, int pitch, int n) {
    Softmaxes.softmaxColumns(x, xAt, y, yAt, rows, pitch, n);
  }

  @Override
  public void softmaxColumns(double[] x, int xAt, double[] y, int yAt, int rows, int pitch, int n) {
    scalar.softmaxColumns(x, xAt, y, yAt, rows, pitch, n);
  }

  @Override
  public void logSoftmaxColumns(
      float[] x, int xAt, float[] y, int yAt, int rows, int pitch, int n) {
    Softmaxes.logSoftmaxColumns(x, xAt, y, yAt, rows, pitch, n);
  }

  @Override
  public void logSoftmaxColumns(
      double[] x, int xAt, double[] y, int yAt, int rows, int pitch, int n) {
    scalar.logSoftmaxColumns(x, xAt, y, yAt, rows, pitch, n);
  }

  @Override
  public double squaredDeviations(float[] x, int xAt, int n, double mean) {
    double sum = 0;
    for (int i = 0; i < n; i += BLOCK) {
      sum += RowReductions.squaredDeviations(x, xAt + i, Math.min(BLOCK, n - i), (float) mean);
    }
    return sum;
  }

  @Override
  public double squaredDeviations(double[] x, int xAt, int n, double mean) {
    return scalar.squaredDeviations(x, xAt, n, mean);
  }

  @Override
  public void normalize(
      float[] x, int xAt, double mean, double factor, double shift, float[] y, int yAt, int n) {
    Affine.normalize(x, xAt, (float) mean, (float) factor, (float) shift, y, yAt, n);
  }

  @Override
  public void normalize(
      double[] x, int xAt, double mean, double factor, double shift, double[] y, int yAt, int n) {
    scalar.normalize(x, xAt, mean, factor, shift, y, yAt, n);
  }

  @Override
  public void normalize(
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
      int n) {
    float m = (float) mean;
    float f = (float) factor;
    if (shift == null) {
      Affine.normalize(x, xAt, m, f, scale, scaleAt, y, yAt, n);
    } else {
      Affine.normalize(x, xAt, m, f, scale, scaleAt, shift, shiftAt, y, yAt, n);
    }
  }

  @Override
  public void normalize(
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
      int n) {
    scalar.normalize(x, xAt, mean, factor, scale, scaleAt, shift, shiftAt, y, yAt, n);
  }

  @Override
  public void localResponse(
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
      double beta) {
    if (beta == LocalResponse.BETA) {
      float s = (float) scale;
      float b = (float) bias;
      LocalResponse.run(x, xAt, y, yAt, channels, pitch, n, before, after, s, b);
    } else {
      scalar.localResponse(x, xAt, y, yAt, channels, pitch, n, before, after, scale, bias, beta);
    }
  }

  @Override
  public void localResponse(
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
      double beta) {
    scalar.localResponse(x, xAt, y, yAt, channels, pitch, n, before, after, scale, bias, beta);
  }
}
