package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.QuantizeKernels;

/** Quantization with plain loops. */
public final class ScalarQuantize implements QuantizeKernels {

  @Override
  public void toUnsignedBytes(float[] x, int xAt, float scale, int zero, byte[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      // A quotient out of an int's range saturates there, and again below.
      long q = (int) Math.rint(x[xAt + i] / scale);
      y[yAt + i] = (byte) Math.max(0, Math.min(255, q + zero));
    }
  }
}
