package io.sardonyx.kernels;

/**
 * The transforms of Winograd's minimal filtering F(m x m, 3 x 3) for m = 2 and 4, one dimension at
 * a time, on vectors of channels (Lavin and Gray, "Fast Algorithms for Convolutional Neural
 * Networks", 2016). F(4 x 4, 3 x 3) interpolates at 0, two points, their negatives and infinity.
 *
 * <p>{@code channels} is rounded up to whole vectors: all arrays have room for that.
 */
public interface WinogradKernels {

  /**
   * The inner point. The points are spread for small sums of rounding errors, as Barabasz and
   * others advise ("Error Analysis and Improving the Accuracy of Winograd Convolution", 2020), and
   * have few bits, so that the constants of the transforms are exact.
   */
  float NEAR_POINT = 5 / 8f;

  /** The outer point. */
  float FAR_POINT = 3 / 2f;

  /**
   * The input transform of m + 2 vectors: {@code y_i = sum over j of BT[i][j] * x_j}.
   *
   * @param from for vector j, at {@code fromAt + j * fromStride}, where it begins in {@code x}
   * @param yStride distance of the m + 2 results
   */
  void input(
      int m,
      float[] x,
      int[] from,
      int fromAt,
      int fromStride,
      int channels,
      float[] y,
      int yAt,
      int yStride);

  /** The input transform of vectors at a constant distance. */
  void input(int m, float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride);

  /**
   * The output transform of m + 2 vectors to m: {@code y_i = sum over j of AT[i][j] * x_j}. Results
   * may overwrite what they come from, if {@code yAt} is {@code xAt} and the distances are the
   * same.
   */
  void output(
      int m, float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride);

  /**
   * {@code y = clamp(x + bias + residual, min, max)}.
   *
   * @param residual null: none
   */
  void finish(
      float[] x,
      int xAt,
      int channels,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      float[] y,
      int yAt,
      float min,
      float max);
}
