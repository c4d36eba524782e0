package io.sardonyx.ops.family;

import io.sardonyx.Storage;
import io.sardonyx.runtime.spi.CompileContext;

/**
 * Finds the positions of the largest keys along the middle axis of [outer, length, inner].
 *
 * @param last whether the last of equal ones counts, instead of the first
 */
public record ArgScan(OrderKeys keys, boolean last, int length, int inner) {

  /** Most columns of one search, and most keys of a row that are read at once. */
  public static final int CHUNK = 512;

  /** Asks for the scratch that {@link #find} needs. */
  public static void reserve(CompileContext c) {
    c.workerScratch(Storage.LONGS, 3 * CHUNK);
  }

  /**
   * Finds the positions for some neighbouring columns.
   *
   * @param at the first column's first element
   * @param columns at most {@link #CHUNK}
   * @param scratch the worker's; its first {@code columns} elements become the positions
   */
  public void find(Object x, int at, int columns, long[] scratch) {
    if (inner == 1) {
      scratch[0] = findInRow(x, at, scratch);
      return;
    }
    keys.read(x, at, 1, scratch, CHUNK, columns);
    for (int j = 0; j < columns; j++) {
      scratch[j] = 0;
    }
    for (int i = 1; i < length; i++) {
      keys.read(x, at + i * inner, 1, scratch, 2 * CHUNK, columns);
      for (int j = 0; j < columns; j++) {
        long key = scratch[2 * CHUNK + j];
        long best = scratch[CHUNK + j];
        if (key > best || (last && key == best)) {
          scratch[CHUNK + j] = key;
          scratch[j] = i;
        }
      }
    }
  }

  private long findInRow(Object x, int at, long[] scratch) {
    long best = Long.MIN_VALUE;
    long position = 0;
    for (int i = 0; i < length; i += CHUNK) {
      int n = Math.min(CHUNK, length - i);
      keys.read(x, at + i, 1, scratch, CHUNK, n);
      for (int j = 0; j < n; j++) {
        long key = scratch[CHUNK + j];
        if (key > best || (last && key == best)) {
          best = key;
          position = i + j;
        }
      }
    }
    return position;
  }
}
