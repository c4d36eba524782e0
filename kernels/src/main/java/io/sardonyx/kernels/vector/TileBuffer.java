package io.sardonyx.kernels.vector;

/**
 * Where the rows that a register tile multiplies lie: at a constant distance, so that the compiler
 * reaches all of them from one register. Each thread has its own; it is overwritten by every use.
 */
final class TileBuffer {

  /**
   * Most numbers of a row. With two vectors of columns, a panel of so many fits the nearest cache.
   */
  static final int DEPTH = 256;

  /** Distance of the rows: no power of two, whose multiples would share a place in the cache. */
  static final int PITCH = DEPTH + 16;

  /** Rows of the highest tile. */
  static final int ROWS = 8;

  private static final ThreadLocal<float[]> OWN =
      ThreadLocal.withInitial(() -> new float[ROWS * PITCH]);

  private TileBuffer() {}

  /** The calling thread's buffer. */
  static float[] own() {
    return OWN.get();
  }

  /** Rows of a tile for {@code rows} rows: the height with the least work, at most {@code most}. */
  static int height(int rows, int most) {
    int best = 1;
    int least = cost(rows, 1);
    for (int height : new int[] {4, 7, 8}) {
      if (height <= most && cost(rows, height) <= least) {
        best = height;
        least = cost(rows, height);
      }
    }
    return best;
  }

  /** Time for all tiles, in steps of a sum: low tiles wait for their own results. */
  private static int cost(int rows, int height) {
    int tiles = (rows + height - 1) / height;
    return tiles * (height + (height == 1 ? 2 : 1));
  }
}
