package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.Comparison;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.kernels.scalar.ScalarElementwise;

/**
 * Element-wise functions a vector at a time; rare functions, and ranges shorter than a vector, are
 * left to the scalar twin.
 */
public final class VectorElementwise implements ElementwiseKernels {

  private final ElementwiseKernels scalar = new ScalarElementwise();

  @Override
  public void unary(UnaryFunction f, float[] x, int xAt, float[] y, int yAt, int n) {
    if (n < VectorMath.L || !VectorUnary.run(f, x, xAt, y, yAt, n)) {
      scalar.unary(f, x, xAt, y, yAt, n);
    }
  }

  @Override
  public void unary(UnaryFunction f, double[] x, int xAt, double[] y, int yAt, int n) {
    if (!DoubleArithmetic.run(f, x, xAt, y, yAt, n)) {
      scalar.unary(f, x, xAt, y, yAt, n);
    }
  }

  @Override
  public void activate(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    if (n < VectorMath.L) {
      scalar.activate(f, x, xAt, y, yAt, n);
    } else {
      VectorActivations.run(f, x, xAt, y, yAt, n);
    }
  }

  @Override
  public void activate(Activation f, double[] x, int xAt, double[] y, int yAt, int n) {
    scalar.activate(f, x, xAt, y, yAt, n);
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
    if (n < VectorMath.L || !VectorBinary.run(f, x, xAt, xStep, y, yAt, yStep, z, zAt, n)) {
      scalar.binary(f, x, xAt, xStep, y, yAt, yStep, z, zAt, n);
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
    if (xStep != 1 || yStep != 1 || !DoubleArithmetic.run(f, x, xAt, y, yAt, z, zAt, n)) {
      scalar.binary(f, x, xAt, xStep, y, yAt, yStep, z, zAt, n);
    }
  }

  @Override
  public void compare(
      Comparison f, float[] x, int xAt, float[] y, int yAt, byte[] z, int zAt, int n) {
    if (n < VectorMath.L || !VectorMasks.isAvailable()) {
      scalar.compare(f, x, xAt, y, yAt, z, zAt, n);
    } else {
      VectorMasks.compare(f, x, xAt, y, yAt, z, zAt, n);
    }
  }

  @Override
  public void select(
      byte[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    if (n < VectorMath.L || !VectorMasks.isAvailable()) {
      scalar.select(c, cAt, x, xAt, y, yAt, z, zAt, n);
    } else {
      VectorMasks.select(c, cAt, x, xAt, y, yAt, z, zAt, n);
    }
  }
}
