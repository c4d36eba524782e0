package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.GemmKernels;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.kernels.NormKernels;
import io.sardonyx.kernels.ReduceKernels;

/** The kernel set that uses the Vector API. */
public final class VectorKernels implements Kernels {

  private final ElementwiseKernels elementwise = new VectorElementwise();
  private final GemmKernels gemm = new VectorGemm();
  private final ReduceKernels reduce = new VectorReduce();
  private final NormKernels norm = new VectorNorm();

  @Override
  public ElementwiseKernels elementwise() {
    return elementwise;
  }

  @Override
  public GemmKernels gemm() {
    return gemm;
  }

  @Override
  public ReduceKernels reduce() {
    return reduce;
  }

  @Override
  public NormKernels norm() {
    return norm;
  }
}
