package io.sardonyx.kernels;

/**
 * How the columns of a matrix are packed for {@link GemmKernels}: cut into panels, each panel with
 * all its taps and k in the order in which a kernel streams through them. Columns beyond the matrix
 * are zeros.
 *
 * @param columns number of columns
 * @param taps number of taps; 1 for a plain matrix product
 * @param k length of the sums per tap
 * @param widths the panels' widths
 * @param offsets where each panel begins in the packed array
 * @param firstColumns the first column of each panel
 * @param length length of the packed array
 */
public record GemmPacking(
    int columns, int taps, int k, int[] widths, int[] offsets, int[] firstColumns, int length) {

  /** Supplies an element of the matrix that is packed. */
  @FunctionalInterface
  public interface Source {
    float get(int column, int tap, int k);
  }

  /** The packing of a matrix for a set of kernels. */
  public static GemmPacking of(GemmKernels kernels, int columns, int taps, int k) {
    int[] widths = new int[(columns + kernels.lanes() - 1) / kernels.lanes()];
    int panels = 0;
    for (int left = columns; left > 0; left -= widths[panels++]) {
      widths[panels] = kernels.panelWidth(left);
    }
    widths = java.util.Arrays.copyOf(widths, panels);
    int[] offsets = new int[panels];
    int[] firstColumns = new int[panels];
    long length = 0;
    int column = 0;
    for (int p = 0; p < panels; p++) {
      offsets[p] = Math.toIntExact(length);
      firstColumns[p] = column;
      column += widths[p];
      length += (long) taps * k * widths[p];
    }
    return new GemmPacking(
        columns, taps, k, widths, offsets, firstColumns, Math.toIntExact(length));
  }

  public int panels() {
    return widths.length;
  }

  /** The number of columns with those that fill the last panel. */
  public int paddedColumns() {
    int last = panels() - 1;
    return panels() == 0 ? 0 : firstColumns[last] + widths[last];
  }

  /** Columns of panel {@code p} that exist. */
  public int validColumns(int p) {
    return Math.min(widths[p], columns - firstColumns[p]);
  }

  /** Packs panel {@code p} of a matrix into {@code packed} from {@code at + offsets[p]} on. */
  public void packPanel(int p, Source source, float[] packed, int at) {
    int to = at + offsets[p];
    for (int t = 0; t < taps; t++) {
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < widths[p]; j++) {
          int column = firstColumns[p] + j;
          packed[to++] = column < columns ? source.get(column, t, i) : 0;
        }
      }
    }
  }

  /** Packs a whole matrix into a new array. */
  public float[] pack(Source source) {
    float[] packed = new float[length];
    for (int p = 0; p < panels(); p++) {
      packPanel(p, source, packed, 0);
    }
    return packed;
  }

  /** Copies a bias and fills it up with zeros to the padded number of columns. */
  public float[] padBias(float[] bias, int at) {
    float[] padded = new float[paddedColumns()];
    System.arraycopy(bias, at, padded, 0, columns);
    return padded;
  }
}
