package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.ReduceKernels;
import io.sardonyx.kernels.Reduction;
import java.util.Arrays;

/** Reductions, one number after the other, in double precision. */
public final class ScalarReduce implements ReduceKernels {

  @Override
  public double reduce(Reduction r, float[] x, int at, int n) {
    if (r == Reduction.LOG_SUM_EXP) {
      return logSumExp(x, at, n, 1);
    }
    double a = r.identity();
    for (int i = at; i < at + n; i++) {
      a = r.add(a, x[i]);
    }
    return a;
  }

  private static double logSumExp(float[] x, int at, int n, int step) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[at + i * step]);
    }
    if (!Float.isFinite(max)) {
      return max;
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.exp(x[at + i * step] - max);
    }
    return max + Math.log(sum);
  }

  @Override
  public double reduce(Reduction r, double[] x, int at, int n) {
    if (r == Reduction.LOG_SUM_EXP) {
      return logSumExp(x, at, n, 1);
    }
    double a = r.identity();
    for (int i = at; i < at + n; i++) {
      a = r.add(a, x[i]);
    }
    return a;
  }

  private static double logSumExp(double[] x, int at, int n, int step) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[at + i * step]);
    }
    if (!Double.isFinite(max)) {
      return max;
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.exp(x[at + i * step] - max);
    }
    return max + Math.log(sum);
  }

  @Override
  public long reduce(Reduction r, long[] x, int at, int n) {
    long a = r.integerIdentity();
    for (int i = at; i < at + n; i++) {
      a = r.add(a, x[i]);
    }
    return a;
  }

  @Override
  public void columns(
      Reduction r, float[] x, int xAt, int rows, int pitch, float[] y, int yAt, int n) {
    if (r == Reduction.LOG_SUM_EXP) {
      for (int j = 0; j < n; j++) {
        y[yAt + j] = (float) logSumExp(x, xAt + j, rows, pitch);
      }
      return;
    }
    Arrays.fill(y, yAt, yAt + n, (float) r.identity());
    for (int i = 0; i < rows; i++) {
      int p = xAt + i * pitch;
      for (int j = 0; j < n; j++) {
        y[yAt + j] = (float) r.add(y[yAt + j], x[p + j]);
      }
    }
  }

  @Override
  public void columns(
      Reduction r, double[] x, int xAt, int rows, int pitch, double[] y, int yAt, int n) {
    if (r == Reduction.LOG_SUM_EXP) {
      for (int j = 0; j < n; j++) {
        y[yAt + j] = logSumExp(x, xAt + j, rows, pitch);
      }
      return;
    }
    Arrays.fill(y, yAt, yAt + n, r.identity());
    for (int i = 0; i < rows; i++) {
      int p = xAt + i * pitch;
      for (int j = 0; j < n; j++) {
        y[yAt + j] = r.add(y[yAt + j], x[p + j]);
      }
    }
  }

  @Override
  public void columns(
      Reduction r, long[] x, int xAt, int rows, int pitch, long[] y, int yAt, int n) {
    Arrays.fill(y, yAt, yAt + n, r.integerIdentity());
    for (int i = 0; i < rows; i++) {
      int p = xAt + i * pitch;
      for (int j = 0; j < n; j++) {
        y[yAt + j] = r.add(y[yAt + j], x[p + j]);
      }
    }
  }
}
