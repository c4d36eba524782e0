package io.sardonyx.kernels;

import java.util.Arrays;

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

  /** Elements of a column that are packed in one go. */
  private static final int RUN = 16;

  /** The packing of a matrix for a set of kernels. */
  public static GemmPacking of(GemmKernels kernels, int columns, int taps, int k) {
    int[] widths = new int[(columns + kernels.lanes() - 1) / kernels.lanes()];
    int panels = 0;
    for (int left = columns; left > 0; left -= widths[panels++]) {
      widths[panels] = kernels.panelWidth(left);
    }
    return of(Arrays.copyOf(widths, panels), columns, taps, k);
  }

  /** A packing whose panels all have the same width. */
  public static GemmPacking uniform(int width, int columns, int k) {
    int[] widths = new int[(columns + width - 1) / width];
    Arrays.fill(widths, width);
    return of(widths, columns, 1, k);
  }

  private static GemmPacking of(int[] widths, int columns, int taps, int k) {
    int panels = widths.length;
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

  /**
   * The end of the panels from {@code p} on, before {@code end}, that have the width of {@code p}.
   */
  public int run(int p, int end) {
    int last = p + 1;
    while (last < end && widths[last] == widths[p]) {
      last++;
    }
    return last;
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

  /**
   * Packs columns into places [j0, j1) of panel {@code p}, all taps as one long k. Element (i, j0 +
   * j) comes from {@code b[bAt + i * kStride + j * columnStride]}, times {@code scale}.
   */
  public void packColumns(
      int p,
      int j0,
      int j1,
      float[] b,
      int bAt,
      int kStride,
      int columnStride,
      float scale,
      float[] packed,
      int at) {
    int width = widths[p];
    int to = at + offsets[p] + j0;
    int n = j1 - j0;
    int length = taps * k;
    if (columnStride == 1 && scale == 1) {
      for (int i = 0; i < length; i++) {
        System.arraycopy(b, bAt + i * kStride, packed, to + i * width, n);
      }
    } else if (columnStride == 1) {
      for (int i = 0; i < length; i++) {
        int from = bAt + i * kStride;
        for (int j = 0; j < n; j++) {
          packed[to + i * width + j] = b[from + j] * scale;
        }
      }
    } else {
      // Short runs of each column at a time: both sides then stay in a few cache lines.
      for (int i0 = 0; i0 < length; i0 += RUN) {
        int i1 = Math.min(length, i0 + RUN);
        for (int j = 0; j < n; j++) {
          int from = bAt + j * columnStride;
          for (int i = i0; i < i1; i++) {
            packed[to + i * width + j] = b[from + i * kStride] * scale;
          }
        }
      }
    }
  }

  /** Makes places [j0, j1) of panel {@code p} zero. */
  public void zeroColumns(int p, int j0, int j1, float[] packed, int at) {
    int from = at + offsets[p];
    for (int i = 0; j0 < j1 && i < taps * k; i++) {
      Arrays.fill(packed, from + i * widths[p] + j0, from + i * widths[p] + j1, 0);
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
