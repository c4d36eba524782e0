package io.sardonyx.kernels.scalar;

import io.sardonyx.kernels.LayoutKernels;

/** Rearranges matrices an element at a time, in blocks that stay in the first-level cache. */
public final class ScalarLayout implements LayoutKernels {

  /** Columns of a block: the floats of one cache line. */
  private static final int BLOCK = 16;

  @Override
  public void transpose(
      float[] x, int xAt, int xPitch, float[] y, int yAt, int yPitch, int rows, int columns) {
    for (int c0 = 0; c0 < columns; c0 += BLOCK) {
      int c1 = Math.min(columns, c0 + BLOCK);
      for (int r0 = 0; r0 < rows; r0 += BLOCK) {
        int r1 = Math.min(rows, r0 + BLOCK);
        for (int c = c0; c < c1; c++) {
          int to = yAt + c * yPitch;
          for (int r = r0; r < r1; r++) {
            y[to + r] = x[xAt + r * xPitch + c];
          }
        }
      }
    }
  }
}
