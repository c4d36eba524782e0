package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.GemmKernels;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.kernels.MatrixVectorKernels;

/** The kernel set that uses the Vector API. */
public final class VectorKernels implements Kernels {

  private final ElementwiseKernels elementwise = new VectorElementwise();
  private final GemmKernels gemm = new VectorGemm();
  private final MatrixVectorKernels matrixVector = new VectorMatrixVector();

  @Override
  public ElementwiseKernels elementwise() {
    return elementwise;
  }

  @Override
  public GemmKernels gemm() {
    return gemm;
  }

  @Override
  public MatrixVectorKernels matrixVector() {
    return matrixVector;
  }
}
