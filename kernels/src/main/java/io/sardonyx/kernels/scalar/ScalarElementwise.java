package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.Comparison;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.UnaryFunction;

/** Element-wise functions, one number after the other, computed in double precision. */
public final class ScalarElementwise implements ElementwiseKernels {

  @Override
  public void unary(UnaryFunction f, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (float) f.apply(x[xAt + i]);
    }
  }

  @Override
  public void unary(UnaryFunction f, double[] x, int xAt, double[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = f.apply(x[xAt + i]);
    }
  }

  @Override
  public void activate(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (float) f.apply(x[xAt + i]);
    }
  }

  @Override
  public void activate(Activation f, double[] x, int xAt, double[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = f.apply(x[xAt + i]);
    }
  }

  @Override
  public void binary(
      BinaryFunction f,
      float[] x,
      int xAt,
      int xStep,
      float[] y,
      int yAt,
      int yStep,
      float[] z,
      int zAt,
      int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = (float) f.apply(x[xAt + i * xStep], y[yAt + i * yStep]);
    }
  }

  @Override
  public void binary(
      BinaryFunction f,
      double[] x,
      int xAt,
      int xStep,
      double[] y,
      int yAt,
      int yStep,
      double[] z,
      int zAt,
      int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = f.apply(x[xAt + i * xStep], y[yAt + i * yStep]);
    }
  }

  @Override
  public void compare(
      Comparison f, float[] x, int xAt, float[] y, int yAt, byte[] z, int zAt, int n) {
    switch (f) {
      case EQUAL -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] == y[yAt + i] ? 1 : 0);
        }
      }
      case LESS -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] < y[yAt + i] ? 1 : 0);
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < n; i++) {
          z[zAt + i] = (byte) (x[xAt + i] <= y[yAt + i] ? 1 : 0);
        }
      }
    }
  }

  @Override
  public void select(
      byte[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = c[cAt + i] != 0 ? x[xAt + i] : y[yAt + i];
    }
  }
}
