package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.DepthwiseKernels;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.GemmKernels;
import io.sardonyx.kernels.Kernels;
import io.sardonyx.kernels.LayoutKernels;
import io.sardonyx.kernels.MatrixVectorKernels;
import io.sardonyx.kernels.NormKernels;
import io.sardonyx.kernels.QuantizeKernels;
import io.sardonyx.kernels.ReduceKernels;
import io.sardonyx.kernels.ResampleKernels;
import io.sardonyx.kernels.WinogradKernels;

/** The kernel set that uses the Vector API. */
public final class VectorKernels implements Kernels {

  private final ElementwiseKernels elementwise = new VectorElementwise();
  private final DepthwiseKernels depthwise = new VectorDepthwise();
  private final GemmKernels gemm = new VectorGemm();
  private final ReduceKernels reduce = new VectorReduce();
  private final NormKernels norm = new VectorNorm();

  private final LayoutKernels layout = new VectorLayout();
  private final MatrixVectorKernels matrixVector = new VectorMatrixVector();
  private final ResampleKernels resample = new VectorResample();
  private final QuantizeKernels quantize = new VectorQuantize();
  private final WinogradKernels winograd = new VectorWinograd();

  @Override
  public ElementwiseKernels elementwise() {
    return elementwise;
  }

  @Override
  public DepthwiseKernels depthwise() {
    return depthwise;
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

  @Override
  public LayoutKernels layout() {
    return layout;
  }

  @Override
  public MatrixVectorKernels matrixVector() {
    return matrixVector;
  }

  @Override
  public ResampleKernels resample() {
    return resample;
  }

  @Override
  public WinogradKernels winograd() {
    return winograd;
  }

  @Override
  public QuantizeKernels quantize() {
    return quantize;
  }
}
