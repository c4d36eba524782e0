package io.sardonyx.ops.family;

import io.sardonyx.kernels.Kernels;
import io.sardonyx.kernels.NormKernels;
import io.sardonyx.kernels.ReduceKernels;
import io.sardonyx.kernels.Reduction;
import io.sardonyx.runtime.spi.CompileContext;

/**
 * The kernels for rows and columns in one arithmetic, so that operators need not be written once
 * per array type. Arrays are those of the arithmetic; normalisations are for real numbers only.
 *
 * @param arithmetic what the arrays hold
 */
public record RowKernels(Arithmetic arithmetic, ReduceKernels reduce, NormKernels norm) {

  /** The kernels that a node is to use. */
  public static RowKernels of(CompileContext c, Arithmetic arithmetic) {
    Kernels kernels = KernelSets.of(c);
    return new RowKernels(arithmetic, kernels.reduce(), kernels.norm());
  }

  /** Reduces a range of real numbers. */
  public double reduce(Reduction r, Object x, int at, int n) {
    return arithmetic == Arithmetic.FLOATS
        ? reduce.reduce(r, (float[]) x, at, n)
        : reduce.reduce(r, (double[]) x, at, n);
  }

  /** Reduces a range and stores the result. */
  public void reduce(Reduction r, Object x, int at, int n, Object y, int yAt) {
    switch (arithmetic) {
      case FLOATS -> ((float[]) y)[yAt] = (float) reduce.reduce(r, (float[]) x, at, n);
      case DOUBLES -> ((double[]) y)[yAt] = reduce.reduce(r, (double[]) x, at, n);
      case LONGS -> ((long[]) y)[yAt] = reduce.reduce(r, (long[]) x, at, n);
    }
  }

  /** Reduces the columns of a matrix. */
  public void columns(
      Reduction r, Object x, int xAt, int rows, int pitch, Object y, int yAt, int n) {
    switch (arithmetic) {
      case FLOATS -> reduce.columns(r, (float[]) x, xAt, rows, pitch, (float[]) y, yAt, n);
      case DOUBLES -> reduce.columns(r, (double[]) x, xAt, rows, pitch, (double[]) y, yAt, n);
      case LONGS -> reduce.columns(r, (long[]) x, xAt, rows, pitch, (long[]) y, yAt, n);
    }
  }

  /** Softmax, or its logarithm, of a range. */
  public void softmax(boolean log, Object x, int xAt, Object y, int yAt, int n) {
    if (arithmetic == Arithmetic.FLOATS) {
      if (log) {
        norm.logSoftmax((float[]) x, xAt, (float[]) y, yAt, n);
      } else {
        norm.softmax((float[]) x, xAt, (float[]) y, yAt, n);
      }
    } else if (log) {
      norm.logSoftmax((double[]) x, xAt, (double[]) y, yAt, n);
    } else {
      norm.softmax((double[]) x, xAt, (double[]) y, yAt, n);
    }
  }

  /** Softmax, or its logarithm, of columns. */
  public void softmaxColumns(
      boolean log, Object x, int xAt, Object y, int yAt, int rows, int pitch, int n) {
    if (arithmetic == Arithmetic.FLOATS) {
      if (log) {
        norm.logSoftmaxColumns((float[]) x, xAt, (float[]) y, yAt, rows, pitch, n);
      } else {
        norm.softmaxColumns((float[]) x, xAt, (float[]) y, yAt, rows, pitch, n);
      }
    } else if (log) {
      norm.logSoftmaxColumns((double[]) x, xAt, (double[]) y, yAt, rows, pitch, n);
    } else {
      norm.softmaxColumns((double[]) x, xAt, (double[]) y, yAt, rows, pitch, n);
    }
  }

  /** The mean of a range; NaN if it is empty. */
  public double mean(Object x, int at, int n) {
    return reduce(Reduction.SUM, x, at, n) / n;
  }

  /** The sum of squared differences from {@code mean}. */
  public double squaredDeviations(Object x, int at, int n, double mean) {
    return arithmetic == Arithmetic.FLOATS
        ? norm.squaredDeviations((float[]) x, at, n, mean)
        : norm.squaredDeviations((double[]) x, at, n, mean);
  }

  /** Sets y to {@code (x - mean) * factor + shift}. */
  public void normalize(
      Object x, int xAt, double mean, double factor, double shift, Object y, int yAt, int n) {
    if (arithmetic == Arithmetic.FLOATS) {
      norm.normalize((float[]) x, xAt, mean, factor, shift, (float[]) y, yAt, n);
    } else {
      norm.normalize((double[]) x, xAt, mean, factor, shift, (double[]) y, yAt, n);
    }
  }

  /** Sets y to {@code (x - mean) * factor * scale + shift}; {@code shift} may be null. */
  public void normalize(
      Object x,
      int xAt,
      double mean,
      double factor,
      Object scale,
      int scaleAt,
      Object shift,
      int shiftAt,
      Object y,
      int yAt,
      int n) {
    if (arithmetic == Arithmetic.FLOATS) {
      norm.normalize(
          (float[]) x,
          xAt,
          mean,
          factor,
          (float[]) scale,
          scaleAt,
          (float[]) shift,
          shiftAt,
          (float[]) y,
          yAt,
          n);
    } else {
      norm.normalize(
          (double[]) x,
          xAt,
          mean,
          factor,
          (double[]) scale,
          scaleAt,
          (double[]) shift,
          shiftAt,
          (double[]) y,
          yAt,
          n);
    }
  }

  /** Local response normalisation of columns, see {@link NormKernels}. */
  public void localResponse(
      Object x,
      int xAt,
      Object y,
      int yAt,
      int channels,
      int pitch,
      int n,
      int before,
      int after,
      double scale,
      double bias,
      double beta) {
    if (arithmetic == Arithmetic.FLOATS) {
      norm.localResponse(
          (float[]) x, xAt, (float[]) y, yAt, channels, pitch, n, before, after, scale, bias, beta);
    } else {
      norm.localResponse(
          (double[]) x,
          xAt,
          (double[]) y,
          yAt,
          channels,
          pitch,
          n,
          before,
          after,
          scale,
          bias,
          beta);
    }
  }
}
