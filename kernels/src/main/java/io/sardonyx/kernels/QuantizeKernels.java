package io.sardonyx.kernels;

/** Floats in narrow integer types. */
public interface QuantizeKernels {

  /**
   * Sets {@code y[yAt + i] = saturate(round(x[xAt + i] / scale) + zero)} for i in [0, n), with
   * halves to even, as unsigned bytes; NaN gives {@code zero}.
   *
   * @param zero in [0, 255]
   */
  void toUnsignedBytes(float[] x, int xAt, float scale, int zero, byte[] y, int yAt, int n);
}
