package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.kernels.scalar.ScalarElementwise;

/** Element-wise functions a vector at a time; the rare ones are left to the scalar twin. */
public final class VectorElementwise implements ElementwiseKernels {

  private final ElementwiseKernels scalar = new ScalarElementwise();

  @Override
  public void unary(UnaryFunction f, float[] x, int xAt, float[] y, int yAt, int n) {
    scalar.unary(f, x, xAt, y, yAt, n);
  }

  @Override
  public void unary(UnaryFunction f, double[] x, int xAt, double[] y, int yAt, int n) {
    scalar.unary(f, x, xAt, y, yAt, n);
  }

  @Override
  public void activate(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
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
    scalar.binary(f, x, xAt, xStep, y, yAt, yStep, z, zAt, n);
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
    scalar.binary(f, x, xAt, xStep, y, yAt, yStep, z, zAt, n);
  }
}
