package io.sardonyx.ops.math;

/**
 * The smallest of many (key, index) pairs, kept in a binary heap with the largest at the root. Its
 * memory is given: keys in {@code keys[at..]}, indices in {@code indices[0..]}.
 */
final class BestHeap {

  private BestHeap() {}

  /** Makes a heap of {@code n} unordered pairs. */
  static void build(long[] keys, int at, int[] indices, int n) {
    for (int i = n / 2 - 1; i >= 0; i--) {
      sift(keys, at, indices, n, i, keys[at + i], indices[i]);
    }
  }

  /** Puts a pair in the place of the root, if it is smaller. */
  static void offer(long[] keys, int at, int[] indices, int n, long key, int index) {
    if (isLess(key, index, keys[at], indices[0])) {
      sift(keys, at, indices, n, 0, key, index);
    }
  }

  /** Turns the heap into an ascending sequence. */
  static void sort(long[] keys, int at, int[] indices, int n) {
    for (int last = n - 1; last > 0; last--) {
      long key = keys[at + last];
      int index = indices[last];
      keys[at + last] = keys[at];
      indices[last] = indices[0];
      sift(keys, at, indices, last, 0, key, index);
    }
  }

  /** Puts a pair at {@code hole} or below it, where it belongs. */
  private static void sift(
      long[] keys, int at, int[] indices, int n, int hole, long key, int index) {
    int i = hole;
    while (true) {
      int child = 2 * i + 1;
      if (child >= n) {
        break;
      }
      int right = child + 1;
      if (right < n && isLess(keys[at + child], indices[child], keys[at + right], indices[right])) {
        child = right;
      }
      if (!isLess(key, index, keys[at + child], indices[child])) {
        break;
      }
      keys[at + i] = keys[at + child];
      indices[i] = indices[child];
      i = child;
    }
    keys[at + i] = key;
    indices[i] = index;
  }

  private static boolean isLess(long key, int index, long otherKey, int otherIndex) {
    return key < otherKey || (key == otherKey && index < otherIndex);
  }
}
