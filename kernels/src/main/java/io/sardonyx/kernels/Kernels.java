package io.sardonyx.kernels;

import io.sardonyx.kernels.scalar.ScalarKernels;
import io.sardonyx.kernels.vector.VectorKernels;

/**
 * A set of kernels that belong together: all written with the Vector API, or their scalar twins. A
 * kernel works on one tile or range of arrays and never starts threads; callers split the work.
 * Stateless and thread-safe.
 */
public interface Kernels {

  /** Element-wise functions. */
  ElementwiseKernels elementwise();

  /** Depthwise convolution and pooling. */
  DepthwiseKernels depthwise();

  /** Matrix products, plain and with gathered rows. */
  GemmKernels gemm();

  /** Reductions of ranges and columns. */
  ReduceKernels reduce();

  /** Softmax and normalisations. */
  NormKernels norm();

  /** Transposes. */
  LayoutKernels layout();

  /** Products of a vector with a matrix that is not packed. */
  MatrixVectorKernels matrixVector();

  /** Transforms of Winograd's convolution. */
  WinogradKernels winograd();

  /** Weighted sums of pixels. */
  ResampleKernels resample();

  /** Floats in narrow integer types. */
  QuantizeKernels quantize();

  /** The scalar kernels: they run everywhere, and the vector kernels are tested against them. */
  static Kernels scalar() {
    return Scalar.KERNELS;
  }

  /**
   * The vector kernels; where the JVM runs without {@code --add-modules jdk.incubator.vector} the
   * scalar ones, after one warning.
   */
  static Kernels vector() {
    return Vector.KERNELS;
  }

  /** Whether {@link #vector} gives vector kernels. */
  static boolean isVectorAvailable() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /** Holds the scalar set. */
  final class Scalar {
    private static final Kernels KERNELS = new ScalarKernels();

    private Scalar() {}
  }

  /** Holds the vector set, whose classes are not touched before they are asked for. */
  final class Vector {
    private static final Kernels KERNELS = choose();

    private Vector() {}

    private static Kernels choose() {
      if (isVectorAvailable()) {
        return new VectorKernels();
      }
      System.getLogger("io.sardonyx.kernels")
          .log(
              System.Logger.Level.WARNING,
              "the Vector API is not available, so models run many times slower; start the JVM with"
                  + " --add-modules jdk.incubator.vector");
      return scalar();
    }
  }
}
