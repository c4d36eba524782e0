package io.sardonyx.kernels;

/**
 * Weighted sums of pixels, as interpolation along an axis needs them. A pixel is a run of numbers;
 * in a plain picture a single one. Tables hold the entries of the first tap for all outputs, then
 * those of the second, and so on.
 */
public interface ResampleKernels {

  /**
   * Interpolates along a row of pixels: for i in [0, n) and c in [0, length)
   *
   * <pre>y[yAt + i * yPitch + c] = sum over t of weights[t*n + i] * x[xAt + index[t*n + i] + c]
   * </pre>
   *
   * @param index where each tap's pixel begins, counted from {@code xAt}
   */
  void columns(
      float[] x,
      int xAt,
      int[] index,
      float[] weights,
      int taps,
      int n,
      int length,
      float[] y,
      int yAt,
      int yPitch);

  /**
   * Adds rows up: for i in [0, n)
   *
   * <pre>y[yAt + i] = sum over t of weights[weightAt + t * weightStep] * x[at[t] + shift + i]</pre>
   *
   * @param at where each tap's row begins
   */
  void rows(
      float[] x,
      int[] at,
      int shift,
      float[] weights,
      int weightAt,
      int weightStep,
      int taps,
      float[] y,
      int yAt,
      int n);
}
