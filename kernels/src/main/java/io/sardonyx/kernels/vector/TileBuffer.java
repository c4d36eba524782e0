package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Where the rows that register tiles multiply lie: at a constant distance, so that the compiler
 * reaches all rows of a tile from one register. Each thread has its own; it is overwritten by every
 * use.
 */
final class TileBuffer {

  /**
   * Most numbers of a row: a panel of so many stays in the nearest cache, and sums of short blocks
   * round less than long ones.
   */
  static final int DEPTH = 96;

  /** Distance of the rows: no power of two, whose multiples would share a place in the cache. */
  static final int PITCH = DEPTH + 16;

  /** Rows of all tiles. */
  static final int ROWS = 64;

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Numbers that are copied faster by vectors of our own than by the library. */
  private static final int SHORT = 128;

  private static final ThreadLocal<float[]> OWN =
      ThreadLocal.withInitial(() -> new float[ROWS * PITCH]);

  private TileBuffer() {}

  /** The calling thread's buffer. */
  static float[] own() {
    return OWN.get();
  }

  /**
   * Copies a part of a row. Places behind it, within the distance of the rows, may be overwritten
   * too: rows are written from front to back.
   */
  static void copy(float[] a, int aAt, float[] tile, int at, int n) {
    int whole = (n + L - 1) / L * L;
    if (n > SHORT || aAt + whole > a.length) {
      System.arraycopy(a, aAt, tile, at, n);
      return;
    }
    for (int i = 0; i < n; i += L) {
      FloatVector.fromArray(S, a, aAt + i).intoArray(tile, at + i);
    }
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
