package io.sardonyx.ops.tensor;

/**
 * The distinct rows of a matrix of keys.
 *
 * @param first for every distinct row the number of its first occurrence
 * @param inverse for every row its number among the distinct ones
 * @param counts for every distinct row how often it occurs
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
record UniqueRows(int[] first, int[] inverse, int[] counts) {

  /**
   * Finds the distinct rows.
   *
   * @param keys the matrix, row after row
   * @param rows number of rows
   * @param sorted whether the distinct rows are in ascending order, the leftmost key counting most;
   *     otherwise in order of first occurrence
   */
  static UniqueRows of(long[] keys, int rows, boolean sorted) {
    int width = rows == 0 ? 0 : keys.length / rows;
    int[] order = order(keys, rows, width);
    int[] inverse = new int[rows];
    int[] first = new int[rows];
    int distinct = 0;
    for (int i = 0; i < rows; i++) {
      if (i == 0 || compare(keys, order[i - 1], order[i], width) != 0) {
        first[distinct++] = order[i];
      }
      inverse[order[i]] = distinct - 1;
    }
    first = java.util.Arrays.copyOf(first, distinct);
    if (!sorted) {
      renumber(first, inverse);
    }
    int[] counts = new int[distinct];
    for (int number : inverse) {
      counts[number]++;
    }
    return new UniqueRows(first, inverse, counts);
  }

  /** Numbers the distinct rows by first occurrence. */
  private static void renumber(int[] first, int[] inverse) {
    int[] numbers = new int[first.length];
    int next = 0;
    for (int row = 0; row < inverse.length; row++) {
      int old = inverse[row];
      if (first[old] == row) {
        numbers[old] = next++;
      }
      inverse[row] = numbers[old];
    }
    int[] old = first.clone();
    for (int i = 0; i < old.length; i++) {
      first[numbers[i]] = old[i];
    }
  }

  /** Row numbers in the order of their keys; equal rows keep their order. */
  private static int[] order(long[] keys, int rows, int width) {
    int[] from = new int[rows];
    for (int i = 0; i < rows; i++) {
      from[i] = i;
    }
    int[] to = new int[rows];
    for (long run = 1; run < rows; run *= 2) {
      for (long low = 0; low < rows; low += 2 * run) {
        int middle = (int) Math.min(rows, low + run);
        merge(keys, width, from, (int) low, middle, (int) Math.min(rows, low + 2 * run), to);
      }
      int[] swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  private static void merge(
      long[] keys, int width, int[] from, int low, int middle, int high, int[] to) {
    int a = low;
    int b = middle;
    for (int i = low; i < high; i++) {
      boolean takeLeft = b >= high || (a < middle && compare(keys, from[a], from[b], width) <= 0);
      to[i] = takeLeft ? from[a++] : from[b++];
    }
  }

  private static int compare(long[] keys, int row, int other, int width) {
    for (int i = 0; i < width; i++) {
      int order = Long.compare(keys[row * width + i], keys[other * width + i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
