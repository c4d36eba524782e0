package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.NormKernels;

/** Softmax and normalisations, one number after the other, computed in double precision. */
public final class ScalarNorm implements NormKernels {

  @Override
  public void softmax(float[] x, int xAt, float[] y, int yAt, int n) {
    softmaxColumn(x, xAt, y, yAt, n, 1);
  }

  private static void softmaxColumn(float[] x, int xAt, float[] y, int yAt, int n, int step) {
    float max = max(x, xAt, n, step);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float e = (float) Math.exp(x[xAt + i * step] - max);
      y[yAt + i * step] = e;
      sum += e;
    }
    for (int i = 0; i < n; i++) {
      y[yAt + i * step] = (float) (y[yAt + i * step] / sum);
    }
  }

  private static float max(float[] x, int at, int n, int step) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[at + i * step]);
    }
    return max;
  }

  @Override
  public void softmax(double[] x, int xAt, double[] y, int yAt, int n) {
    softmaxColumn(x, xAt, y, yAt, n, 1);
  }

  private static void softmaxColumn(double[] x, int xAt, double[] y, int yAt, int n, int step) {
    double max = max(x, xAt, n, step);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double e = Math.exp(x[xAt + i * step] - max);
      y[yAt + i * step] = e;
      sum += e;
    }
    for (int i = 0; i < n; i++) {
      y[yAt + i * step] /= sum;
    }
  }

  private static double max(double[] x, int at, int n, int step) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[at + i * step]);
    }
    return max;
  }

  @Override
  public void logSoftmax(float[] x, int xAt, float[] y, int yAt, int n) {
    logSoftmaxColumn(x, xAt, y, yAt, n, 1);
  }

  private static void logSoftmaxColumn(float[] x, int xAt, float[] y, int yAt, int n, int step) {
    float max = max(x, xAt, n, step);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.exp(x[xAt + i * step] - max);
    }
    double log = Math.log(sum);
    for (int i = 0; i < n; i++) {
      y[yAt + i * step] = (float) (x[xAt + i * step] - max - log);
    }
  }

  @Override
  public void logSoftmax(double[] x, int xAt, double[] y, int yAt, int n) {
    logSoftmaxColumn(x, xAt, y, yAt, n, 1);
  }

  private static void logSoftmaxColumn(double[] x, int xAt, double[] y, int yAt, int n, int step) {
    double max = max(x, xAt, n, step);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.exp(x[xAt + i * step] - max);
    }
    double log = Math.log(sum);
    for (int i = 0; i < n; i++) {
      y[yAt + i * step] = x[xAt + i * step] - max - log;
    }
  }

  @Override
  public void softmaxColumns(float[] x, int xAt, float[] y, int yAt, int rows, int pitch, int n) {
    for (int j = 0; j < n; j++) {
      softmaxColumn(x, xAt + j, y, yAt + j, rows, pitch);
    }
  }

  @Override
  public void softmaxColumns(double[] x, int xAt, double[] y, int yAt, int rows, int pitch, int n) {
    for (int j = 0; j < n; j++) {
      softmaxColumn(x, xAt + j, y, yAt + j, rows, pitch);
    }
  }

  @Override
  public void logSoftmaxColumns(
      float[] x, int xAt, float[] y, int yAt, int rows, int pitch, int n) {
    for (int j = 0; j < n; j++) {
      logSoftmaxColumn(x, xAt + j, y, yAt + j, rows, pitch);
    }
  }

  @Override
  public void logSoftmaxColumns(
      double[] x, int xAt, double[] y, int yAt, int rows, int pitch, int n) {
    for (int j = 0; j < n; j++) {
      logSoftmaxColumn(x, xAt + j, y, yAt + j, rows, pitch);
    }
  }

  @Override
  public double squaredDeviations(float[] x, int xAt, int n, double mean) {
    double sum = 0;
    for (int i = xAt; i < xAt + n; i++) {
      double d = x[i] - mean;
      sum += d * d;
    }
    return sum;
  }

  @Override
  public double squaredDeviations(double[] x, int xAt, int n, double mean) {
    double sum = 0;
    for (int i = xAt; i < xAt + n; i++) {
      double d = x[i] - mean;
      sum += d * d;
    }
    return sum;
  }

  @Override
  public void normalize(
      float[] x, int xAt, double mean, double factor, double shift, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (float) ((x[xAt + i] - mean) * factor + shift);
    }
  }

  @Override
  public void normalize(
      double[] x, int xAt, double mean, double factor, double shift, double[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (x[xAt + i] - mean) * factor + shift;
    }
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
    for (int i = 0; i < n; i++) {
      double normal = (x[xAt + i] - mean) * factor * scale[scaleAt + i];
      y[yAt + i] = (float) (shift == null ? normal : normal + shift[shiftAt + i]);
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
    for (int i = 0; i < n; i++) {
      double normal = (x[xAt + i] - mean) * factor * scale[scaleAt + i];
      y[yAt + i] = shift == null ? normal : normal + shift[shiftAt + i];
    }
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
    for (int c = 0; c < channels; c++) {
      int from = Math.max(0, c - before);
      int to = (int) Math.min(channels - 1L, (long) c + after);
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int i = from; i <= to; i++) {
          double v = x[xAt + i * pitch + j];
          sum += v * v;
        }
        double divisor = Math.pow(bias + scale * sum, beta);
        y[yAt + c * pitch + j] = (float) (x[xAt + c * pitch + j] / divisor);
      }
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
    for (int c = 0; c < channels; c++) {
      int from = Math.max(0, c - before);
      int to = (int) Math.min(channels - 1L, (long) c + after);
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int i = from; i <= to; i++) {
          double v = x[xAt + i * pitch + j];
          sum += v * v;
        }
        double divisor = Math.pow(bias + scale * sum, beta);
        y[yAt + c * pitch + j] = x[xAt + c * pitch + j] / divisor;
      }
    }
  }
}
