package io.sardonyx.kernels.scalar;

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

/** The scalar kernel set. */
public final class ScalarKernels implements Kernels {

  private final ElementwiseKernels elementwise = new ScalarElementwise();
  private final DepthwiseKernels depthwise = new ScalarDepthwise();
  private final GemmKernels gemm = new ScalarGemm();
  private final ReduceKernels reduce = new ScalarReduce();
  private final NormKernels norm = new ScalarNorm();

  private final LayoutKernels layout = new ScalarLayout();
  private final MatrixVectorKernels matrixVector = new ScalarMatrixVector();
  private final ResampleKernels resample = new ScalarResample();
  private final QuantizeKernels quantize = new ScalarQuantize();
  private final WinogradKernels winograd = new ScalarWinograd();

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
