package io.sardonyx.kernels;

/**
 * Depthwise convolution and pooling over pixels that lie channels last: every channel for itself.
 * Pixels are gathered through tables as in {@link GemmKernels#indirect}: entry {@code tableAt + t *
 * tableStride + m} is the offset of what tap t of output pixel m sees, negative where that lies
 * outside. Channels are handled in whole vectors, so that all pixels need room for a multiple of
 * 16.
 */
public interface DepthwiseKernels {

  /** Channels that the row kernels take at a time. */
  int lanes();

  /** Fewest outputs of a row that the row kernels compute. */
  int minRowOutputs();

  /** Whether {@link #rows} knows this kernel size and stride. */
  static boolean hasRow(int kernel, int stride) {
    return (kernel == 3 || kernel == 5) && (stride == 1 || stride == 2);
  }

  /**
   * Copies pixels that lie side by side to other distances, one vector of channels of each.
   *
   * @param xStep distance of the pixels in {@code x}
   * @param yStep distance of the pixels in {@code y}
   */
  void copyPixels(float[] x, int xAt, int xStep, int n, float[] y, int yAt, int yStep);

  /**
   * Copies one vector of channels of a part of a picture, with zeros where it reaches beyond.
   *
   * @param xAt the picture's first pixel
   * @param xStep distance of its pixels
   * @param height rows of the picture
   * @param width pixels of a row
   * @param top first row to copy, perhaps negative
   * @param left zeros before each row
   * @param yRows rows to write
   * @param yPixels pixels of a row to write, one vector apart
   */
  void pad(
      float[] x,
      int xAt,
      int xStep,
      int height,
      int width,
      int top,
      int left,
      float[] y,
      int yAt,
      int yRows,
      int yPixels);

  /**
   * Rows of outputs for one vector of channels, with a square kernel: clamp(bias + sum over taps,
   * min, max). Input pixels lie one vector apart, padding included.
   *
   * @param xAt first input pixel that the first output sees
   * @param rowLength distance of the input's rows
   * @param outputs outputs of a row, at least {@link #minRowOutputs}
   * @param w one vector for each tap, one after the other
   * @param bias one vector
   * @param yStep distance of the output's pixels
   * @param yRow distance of the output's rows
   */
  void rows(
      int kernel,
      int stride,
      float[] x,
      int xAt,
      int rowLength,
      int rows,
      int outputs,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float min,
      float max,
      float[] y,
      int yAt,
      int yStep,
      int yRow);

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
