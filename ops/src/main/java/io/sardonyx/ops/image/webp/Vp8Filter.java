package io.sardonyx.ops.image.webp;

/** Smooths the edges of blocks (RFC 6386, section 15). */
final class Vp8Filter {

  private Vp8Filter() {}

  /**
   * Smooths an edge as the simple filter does.
   *
   * @param at the first pixel after the edge
   * @param across distance of pixels across the edge
   * @param along distance of pixels along the edge
   * @param n pixels of the edge
   */
  static void simple(byte[] p, int at, int across, int along, int n, int limit) {
    for (int i = 0; i < n; i++) {
      int q0 = at + i * along;
      if (step(p, q0, across) <= 2 * limit + 1) {
        common(p, q0, across, true);
      }
    }
  }

  /** Smooths the edge between macroblocks. */
  static void outer(
      byte[] p, int at, int across, int along, int n, int limit, int inside, int variance) {
    for (int i = 0; i < n; i++) {
      int q0 = at + i * along;
      if (isSmooth(p, q0, across, limit, inside)) {
        if (isVariable(p, q0, across, variance)) {
          common(p, q0, across, true);
        } else {
          wide(p, q0, across);
        }
      }
    }
  }

  /** Smooths an edge within a macroblock. */
  static void inner(
      byte[] p, int at, int across, int along, int n, int limit, int inside, int variance) {
    for (int i = 0; i < n; i++) {
      int q0 = at + i * along;
      if (isSmooth(p, q0, across, limit, inside)) {
        boolean isVariable = isVariable(p, q0, across, variance);
        int a = common(p, q0, across, isVariable);
        if (!isVariable) {
          int half = (a + 1) >> 1;
          add(p, q0 - 2 * across, half);
          add(p, q0 + across, -half);
        }
      }
    }
  }

  private static int pixel(byte[] p, int at) {
    return p[at] & 0xFF;
  }

  private static int difference(byte[] p, int a, int b) {
    return Math.abs(pixel(p, a) - pixel(p, b));
  }

  /** How large the step at the edge is. */
  private static int step(byte[] p, int q0, int across) {
    return 4 * difference(p, q0 - across, q0) + difference(p, q0 - 2 * across, q0 + across);
  }

  private static boolean isSmooth(byte[] p, int q0, int across, int limit, int inside) {
    return step(p, q0, across) <= 2 * limit + 1
        && difference(p, q0 - 4 * across, q0 - 3 * across) <= inside
        && difference(p, q0 - 3 * across, q0 - 2 * across) <= inside
        && difference(p, q0 - 2 * across, q0 - across) <= inside
        && difference(p, q0 + 3 * across, q0 + 2 * across) <= inside
        && difference(p, q0 + 2 * across, q0 + across) <= inside
        && difference(p, q0 + across, q0) <= inside;
  }

  private static boolean isVariable(byte[] p, int q0, int across, int variance) {
    return difference(p, q0 - 2 * across, q0 - across) > variance
        || difference(p, q0 + across, q0) > variance;
  }

  private static int clamp(int x) {
    return Math.clamp(x, -128, 127);
  }

  private static void add(byte[] p, int at, int x) {
    p[at] = (byte) Vp8Prediction.clip(pixel(p, at) + x);
  }

  /**
   * Moves the two pixels at the edge towards each other.
   *
   * @param usesOuter whether the pixels beyond them count
   * @return by how much the second one moved
   */
  private static int common(byte[] p, int q0, int across, boolean usesOuter) {
    int outer = usesOuter ? clamp(pixel(p, q0 - 2 * across) - pixel(p, q0 + across)) : 0;
    int a = clamp(3 * (pixel(p, q0) - pixel(p, q0 - across)) + outer);
    int second = Math.min(a + 4, 127) >> 3;
    add(p, q0 - across, Math.min(a + 3, 127) >> 3);
    add(p, q0, -second);
    return second;
  }

  private static void wide(byte[] p, int q0, int across) {
    int outer = clamp(pixel(p, q0 - 2 * across) - pixel(p, q0 + across));
    int a = clamp(3 * (pixel(p, q0) - pixel(p, q0 - across)) + outer);
    for (int i = 0, weight = 27; i < 3; i++, weight -= 9) {
      int move = (weight * a + 63) >> 7;
      add(p, q0 - (i + 1) * across, move);
      add(p, q0 + i * across, -move);
    }
  }
}
