package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.ReduceKernels;
import io.sardonyx.kernels.Reduction;
import io.sardonyx.kernels.scalar.ScalarReduce;

/** Reductions of floats a vector at a time; other types are left to the scalar twin. */
public final class VectorReduce implements ReduceKernels {

  /** Numbers that are added as floats before their sum is added as a double. */
  static final int BLOCK = 4096;

  private final ReduceKernels scalar = new ScalarReduce();

  @Override
  public double reduce(Reduction r, float[] x, int at, int n) {
    return switch (r) {
      case PRODUCT -> RowReductions.product(x, at, n);
      case MAX -> RowReductions.max(x, at, n);
      case MIN -> RowReductions.min(x, at, n);
      case LOG_SUM_EXP -> {
        float max = RowReductions.max(x, at, n);
        yield Float.isFinite(max) ? max + Math.log(sumExp(x, at, n, max)) : max;
      }
      default -> {
        double sum = 0;
        for (int i = 0; i < n; i += BLOCK) {
          sum += blockSum(r, x, at + i, Math.min(BLOCK, n - i));
        }
        yield sum;
      }
    };
  }

  private static float blockSum(Reduction r, float[] x, int at, int n) {
    return switch (r) {
      case SUM_ABS -> RowReductions.sumAbs(x, at, n);
      case SUM_SQUARE -> RowReductions.sumSquare(x, at, n);
      default -> RowReductions.sum(x, at, n);
    };
  }

  /** The sum of e^(x - max). */
  static double sumExp(float[] x, int at, int n, float max) {
    double sum = 0;
    for (int i = 0; i < n; i += BLOCK) {
      sum += RowReductions.sumExp(x, at + i, Math.min(BLOCK, n - i), max);
    }
    return sum;
  }

  @Override
  public double reduce(Reduction r, double[] x, int at, int n) {
    return scalar.reduce(r, x, at, n);
  }

  @Override
  public long reduce(Reduction r, long[] x, int at, int n) {
    return scalar.reduce(r, x, at, n);
  }

  @Override
  public void columns(
      Reduction r, float[] x, int xAt, int rows, int pitch, float[] y, int yAt, int n) {
    switch (r) {
      case SUM -> ColumnReductions.sum(x, xAt, rows, pitch, y, yAt, n);
      case SUM_ABS -> ColumnReductions.sumAbs(x, xAt, rows, pitch, y, yAt, n);
      case SUM_SQUARE -> ColumnReductions.sumSquare(x, xAt, rows, pitch, y, yAt, n);
      case PRODUCT -> ColumnReductions.product(x, xAt, rows, pitch, y, yAt, n);
      case MAX -> ColumnReductions.max(x, xAt, rows, pitch, y, yAt, n);
      case MIN -> ColumnReductions.min(x, xAt, rows, pitch, y, yAt, n);
      case LOG_SUM_EXP -> ColumnReductions.logSumExp(x, xAt, rows, pitch, y, yAt, n);
    }
  }

  @Override
  public void columns(
      Reduction r, double[] x, int xAt, int rows, int pitch, double[] y, int yAt, int n) {
    scalar.columns(r, x, xAt, rows, pitch, y, yAt, n);
  }

  @Override
  public void columns(
      Reduction r, long[] x, int xAt, int rows, int pitch, long[] y, int yAt, int n) {
    scalar.columns(r, x, xAt, rows, pitch, y, yAt, n);
  }
}
