package io.sardonyx.kernels;

/** Rearrangements of matrices in memory. Input and output must not overlap. */
public interface LayoutKernels {

  /**
   * Sets {@code y[yAt + c * yPitch + r] = x[xAt + r * xPitch + c]} for r in [0, rows) and c in [0,
   * columns).
   *
   * @param xPitch distance from one row of the input to the next, at least {@code columns}
   * @param yPitch distance from one row of the output to the next, at least {@code rows}
   */
  void transpose(
      float[] x, int xAt, int xPitch, float[] y, int yAt, int yPitch, int rows, int columns);
}
