package io.sardonyx.kernels;

/**
 * Depthwise convolution and pooling over pixels that lie channels last: every channel for itself.
 * Pixels are gathered through tables as in {@link GemmKernels#indirect}: entry {@code tableAt + t *
 * tableStride + m} is the offset of what tap t of output pixel m sees, negative where that lies
 * outside. Channels are handled in whole vectors, so that all pixels need room for a multiple of
 * 16.
 */
public interface DepthwiseKernels {

  /**
   * For pixels m in [m0, m1) and all channels c: {@code y[m][c] = clamp(bias[c] + sum over taps of
   * x[tap][c] * w[tap][c] + residual[m][c], min, max)}.
   *
   * @param w one row of weights per tap, {@code wPitch} apart
   * @param bias one number per channel, never null
   * @param residual rows to add, {@code ldr} apart; null: none
   */
  void convolve(
      int m0,
      int m1,
      int taps,
      int channels,
      float[] x,
      int xAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] w,
      int wAt,
      int wPitch,
      float[] y,
      int yAt,
      int ldy,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      int ldr,
      float min,
      float max);

  /** The largest number of all taps that exist; NaN if one is. Minus infinity without any. */
  void maxPool(
      int m0,
      int m1,
      int taps,
      int channels,
      float[] x,
      int xAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] y,
      int yAt,
      int ldy);

  /** The sum of all taps that exist, times {@code scales[scaleAt + m]}. */
  void sumPool(
      int m0,
      int m1,
      int taps,
      int channels,
      float[] x,
      int xAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] scales,
      int scaleAt,
      float[] y,
      int yAt,
      int ldy);
}
