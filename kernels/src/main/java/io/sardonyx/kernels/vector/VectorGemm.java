package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.GemmKernels;

/**
 * Matrix products with register tiles of whole vectors.
 *
 * <p>Sums are taken in blocks of at most {@link TileBuffer#DEPTH} numbers. The rows of a tile are
 * copied to the thread's tile buffer block by block, and meet there all panels of a group that
 * stays in the second-level cache.
 */
public final class VectorGemm implements GemmKernels {

  private static final int L = VectorShapes.LANES;

  /** Numbers of panels that stay in the second-level cache while all rows pass by. */
  private static final int GROUP_FLOATS = 192 * 1024;

  /** Floats in a line of the cache. */
  private static final int LINE = 16;

  @Override
  public int lanes() {
    return L;
  }

  @Override
  public int panelWidth(int remainingColumns) {
    return remainingColumns >= 2 * L ? 2 * L : L;
  }

  @Override
  public void rows(
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
      float max) {
    multiply(
        m0,
        m1,
        1,
        k,
        a,
        aAt,
        lda,
        0,
        null,
        0,
        0,
        panel,
        panelAt,
        panelStride,
        width,
        columns,
        c,
        cAt,
        ldc,
        bias,
        biasAt,
        residual,
        residualAt,
        ldr,
        min,
        max);
  }

  @Override
  public void indirect(
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
      float max) {
    multiply(
        m0,
        m1,
        taps,
        k,
        a,
        aAt,
        0,
        zeroAt,
        table,
        tableAt,
        tableStride,
        panel,
        panelAt,
        panelStride,
        width,
        columns,
        c,
        cAt,
        ldc,
        bias,
        biasAt,
        residual,
        residualAt,
        ldr,
        min,
        max);
  }

  /** Rows through a table or, where it is null, at the distance lda. */
  private static void multiply(
      int m0,
      int m1,
      int taps,
      int k,
      float[] a,
      int aAt,
      int lda,
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
      float max) {
    int height = TileBuffer.height(m1 - m0, VectorShapes.maxTileRows());
    int block = height == 1 ? 1 : TileBuffer.ROWS / height * height;
    int sums = taps * k;
    int depth = Math.min(sums, TileBuffer.DEPTH);
    int group = width * Math.max(1, GROUP_FLOATS / Math.max(1, depth * width));
    float[] own = TileBuffer.own();
    for (int first = 0; first < columns; first += group) {
      int end = Math.min(columns, first + group);
      int q = 0;
      do {
        int n = Math.min(TileBuffer.DEPTH, sums - q);
        boolean isFirst = q == 0;
        boolean isLast = q + n >= sums;
        for (int j = first; j < end; j += width) {
          fetch(panel, panelAt + j / width * panelStride + q * width, n * width, own);
        }
        for (int m = m0; m < m1; m += block) {
          int rows = Math.min(block, m1 - m);
          float[] tile = own;
          int tileAt = 0;
          if (table != null) {
            gather(own, rows, m, k, q, n, a, aAt, zeroAt, table, tableAt, tableStride);
          } else if (height == 1) {
            tile = a;
            tileAt = aAt + m * lda + q;
          } else {
            copy(own, rows, n, a, aAt + m * lda + q, lda);
          }
          panels(
              height,
              rows,
              n,
              tile,
              tileAt,
              panel,
              panelAt + q * width,
              panelStride,
              width,
              first,
              end,
              c,
              cAt + m * ldc,
              ldc,
              isFirst ? bias : null,
              biasAt,
              isFirst ? residual : c,
              (isFirst ? residualAt + m * ldr : cAt + m * ldc),
              isFirst ? ldr : ldc,
              isLast ? min : Float.NEGATIVE_INFINITY,
              isLast ? max : Float.POSITIVE_INFINITY);
        }
        q += n;
      } while (q < sums);
    }
  }

  /**
   * Reads a part of a panel, so that it is in the cache when tiles want it. Between their products
   * the processor would look too few lines ahead to keep the memory busy.
   */
  private static void fetch(float[] panel, int at, int n, float[] tile) {
    float a = 0;
    float b = 0;
    int half = n / 2;
    for (int i = 0; i < half; i += LINE) {
      a += panel[at + i];
      b += panel[at + half + i];
    }
    // A use of what was read, without which it would not be; nothing reads this place.
    tile[TileBuffer.DEPTH] = a + b;
  }

  private static void copy(float[] tile, int rows, int n, float[] a, int aAt, int lda) {
    for (int i = 0; i < rows; i++) {
      TileBuffer.copy(a, aAt + i * lda, tile, i * TileBuffer.PITCH, n);
    }
  }

  /** Copies the sums [q, q + n) of the rows from m on, tap by tap. */
  private static void gather(
      float[] tile,
      int rows,
      int m,
      int k,
      int q,
      int n,
      float[] a,
      int aAt,
      int zeroAt,
      int[] table,
      int tableAt,
      int tableStride) {
    int done = 0;
    while (done < n) {
      int t = (q + done) / k;
      int from = (q + done) % k;
      int length = Math.min(k - from, n - done);
      for (int i = 0; i < rows; i++) {
        int row = table[tableAt + t * tableStride + m + i];
        int at = (row < 0 ? zeroAt : aAt + row) + from;
        TileBuffer.copy(a, at, tile, i * TileBuffer.PITCH + done, length);
      }
      done += length;
    }
  }

  /** The tiles of some rows times the columns [first, end) of all panels. */
  private static void panels(
      int height,
      int rows,
      int n,
      float[] tile,
      int tileAt,
      float[] panel,
      int panelAt,
      int panelStride,
      int width,
      int first,
      int end,
      float[] c,
      int cAt,
      int ldc,
      float[] bias,
      int biasAt,
      float[] residual,
      int residualAt,
      int ldr,
      float min,
      float max) {
    for (int j = first; j < end; j += width) {
      int at = panelAt + j / width * panelStride;
      boolean isWhole = width == 2 * L && j + width <= end;
      for (int m = 0; m < rows; m += height) {
        // The rows of the last tile that do not exist are left from before; they are not stored.
        int last = Math.min(height, rows - m) - 1;
        int from = tileAt + m * TileBuffer.PITCH;
        int to = cAt + m * ldc + j;
        int add = residualAt + m * ldr + j;
        if (isWhole) {
          switch (height) {
            case 8 ->
                GemmTile8x2.multiply(
                    last,
                    n,
                    tile,
                    from,
                    panel,
                    at,
                    c,
                    to,
                    ldc,
                    bias,
                    biasAt + j,
                    residual,
                    add,
                    ldr,
                    min,
                    max);
            case 7 ->
                GemmTile7x2.multiply(
                    last,
                    n,
                    tile,
                    from,
                    panel,
                    at,
                    c,
                    to,
                    ldc,
                    bias,
                    biasAt + j,
                    residual,
                    add,
                    ldr,
                    min,
                    max);
            case 4 ->
                GemmTile4x2.multiply(
                    last,
                    n,
                    tile,
                    from,
                    panel,
                    at,
                    c,
                    to,
                    ldc,
                    bias,
                    biasAt + j,
                    residual,
                    add,
                    ldr,
                    min,
                    max);
            case 1 ->
                GemmTile1x2.multiply(
                    last,
                    n,
                    tile,
                    from,
                    panel,
                    at,
                    c,
                    to,
                    ldc,
                    bias,
                    biasAt + j,
                    residual,
                    add,
                    ldr,
                    min,
                    max);
            default -> throw new IllegalArgumentException("no tile of " + height + " rows");
          }
          continue;
        }
        for (int i = 0; i < Math.min(end - j, width); i += L) {
          int columns = end - j - i;
          if (columns < L && height > 4) {
            // Only low tiles know columns that do not exist.
            for (int r = 0; r <= last; r += 4) {
              GemmTile4x1.multiply(
                  Math.min(3, last - r),
                  n,
                  tile,
                  from + r * TileBuffer.PITCH,
                  panel,
                  at + i,
                  width,
                  columns,
                  c,
                  to + r * ldc + i,
                  ldc,
                  bias,
                  biasAt + j + i,
                  residual,
                  add + r * ldr + i,
                  ldr,
                  min,
                  max);
            }
            continue;
          }
          switch (height) {
            case 8 ->
                GemmTile8x1.multiply(
                    last,
                    n,
                    tile,
                    from,
                    panel,
                    at + i,
                    width,
                    c,
                    to + i,
                    ldc,
                    bias,
                    biasAt + j + i,
                    residual,
                    add + i,
                    ldr,
                    min,
                    max);
            case 7 ->
                GemmTile7x1.multiply(
                    last,
                    n,
                    tile,
                    from,
                    panel,
                    at + i,
                    width,
                    c,
                    to + i,
                    ldc,
                    bias,
                    biasAt + j + i,
                    residual,
                    add + i,
                    ldr,
                    min,
                    max);
            case 4 ->
                GemmTile4x1.multiply(
                    last,
                    n,
                    tile,
                    from,
                    panel,
                    at + i,
                    width,
                    columns,
                    c,
                    to + i,
                    ldc,
                    bias,
                    biasAt + j + i,
                    residual,
                    add + i,
                    ldr,
                    min,
                    max);
            case 1 ->
                GemmTile1x1.multiply(
                    last,
                    n,
                    tile,
                    from,
                    panel,
                    at + i,
                    width,
                    columns,
                    c,
                    to + i,
                    ldc,
                    bias,
                    biasAt + j + i,
                    residual,
                    add + i,
                    ldr,
                    min,
                    max);
            default -> throw new IllegalArgumentException("no tile of " + height + " rows");
          }
        }
      }
    }
  }
}
