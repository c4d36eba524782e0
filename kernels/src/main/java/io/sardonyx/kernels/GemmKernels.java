package io.sardonyx.kernels;

/**
 * Matrix products of rows with packed panels of columns. A panel holds, for one tap after the other
 * and one k after the other, the {@code width} numbers of its columns (see {@link GemmPacking}).
 *
 * <p>Every product is, for rows m in [m0, m1) and the panel's columns n:
 *
 * <pre>c[m][n] = clamp(bias[n] + sum over k of a[m][k] * panel[k][n] + residual[m][n], min, max)
 * </pre>
 *
 * <p>The order of additions does not depend on m0 and m1, so results are the same however the rows
 * are split. NaN stays NaN in the clamp.
 */
public interface GemmKernels {

  /** Numbers in a vector: widths of panels are multiples of it. */
  int lanes();

  /** The width of the panel that is best for so many remaining columns. */
  int panelWidth(int remainingColumns);

  /**
   * Rows at a constant distance.
   *
   * @param m0 first row
   * @param m1 row after the last
   * @param k length of the sums
   * @param a rows of numbers; row m begins at {@code aAt + m * lda}
   * @param panel packed panels of one width, the first at {@code panelAt}
   * @param panelStride distance of the panels; does not matter if there is one only
   * @param width the panels' width
   * @param columns columns of all panels that exist in {@code c}; those beyond are not stored
   * @param c result; row m begins at {@code cAt + m * ldc}
   * @param bias one number per column at {@code biasAt}, filled up to whole panels; null: zero
   * @param residual rows to add, laid out as {@code residualAt + m * ldr}; null: none. May be
   *     {@code c} itself, which makes the product accumulate
   */
  void rows(
      int m0,
      int m1,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] panel,
      int panelAt,
      int panelStride,
      int width,
      int columns,
      float[] c,
      int cAt,
      int ldc,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      int ldr,
      float min,
      float max);

  /**
   * Rows gathered through a table: the sum goes over taps and k, and row m of tap t begins at
   * {@code aAt + table[tableAt + t * tableStride + m]}, or at {@code zeroAt} where the table is
   * negative. This is a convolution without any copy of its input.
   *
   * @param zeroAt index in {@code a} of at least k zeros
   */
  void indirect(
      int m0,
      int m1,
      int taps,
      int k,
      float[] a,
      int aAt,
      int zeroAt,
      int[] table,
      int tableAt,
      int tableStride,
      float[] panel,
      int panelAt,
      int panelStride,
      int width,
      int columns,
      float[] c,
      int cAt,
      int ldc,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      int ldr,
      float min,
      float max);
}
