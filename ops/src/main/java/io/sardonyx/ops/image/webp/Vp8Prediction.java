package io.sardonyx.ops.image.webp;

import java.util.Arrays;

/**
 * Predicts blocks of pixels from those above and to the left (RFC 6386, section 12). Planes have a
 * row above and a column to the left of the picture, already filled.
 */
final class Vp8Prediction {

  static final int DC = 0;
  static final int TM = 1;
  static final int VE = 2;
  static final int HE = 3;
  static final int RD = 4;
  static final int VR = 5;
  static final int LD = 6;
  static final int VL = 7;
  static final int HD = 8;
  static final int HU = 9;

  static final int MODES = 10;

  private Vp8Prediction() {}

  static int clip(int x) {
    return x < 0 ? 0 : Math.min(x, 255);
  }

  /**
   * Predicts a block of a macroblock's width.
   *
   * @param at the block's first pixel
   * @param size 16, or 8 for color
   */
  static void block(
      byte[] p, int at, int stride, int size, int mode, boolean hasTop, boolean hasLeft) {
    switch (mode) {
      case DC -> fill(p, at, stride, size, average(p, at, stride, size, hasTop, hasLeft));
      case TM -> trueMotion(p, at, stride, size);
      case VE -> {
        for (int y = 0; y < size; y++) {
          System.arraycopy(p, at - stride, p, at + y * stride, size);
        }
      }
      default -> {
        for (int y = 0; y < size; y++) {
          int row = at + y * stride;
          Arrays.fill(p, row, row + size, p[row - 1]);
        }
      }
    }
  }

  private static void fill(byte[] p, int at, int stride, int size, int value) {
    for (int y = 0; y < size; y++) {
      Arrays.fill(p, at + y * stride, at + y * stride + size, (byte) value);
    }
  }

  private static int average(
      byte[] p, int at, int stride, int size, boolean hasTop, boolean hasLeft) {
    if (!hasTop && !hasLeft) {
      return 128;
    }
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += hasTop ? p[at - stride + i] & 0xFF : 0;
      sum += hasLeft ? p[at + i * stride - 1] & 0xFF : 0;
    }
    int count = hasTop && hasLeft ? 2 * size : size;
    return (sum + count / 2) / count;
  }

  private static void trueMotion(byte[] p, int at, int stride, int size) {
    int corner = p[at - stride - 1] & 0xFF;
    for (int y = 0; y < size; y++) {
      int row = at + y * stride;
      int left = (p[row - 1] & 0xFF) - corner;
      for (int x = 0; x < size; x++) {
        p[row + x] = (byte) clip(left + (p[at - stride + x] & 0xFF));
      }
    }
  }

  /**
   * Predicts a block of 4 by 4 pixels.
   *
   * @param e the edge: 0 to 3 the pixels to the left from the bottom up, 4 the corner, 5 to 12
   *     those above from the left
   */
  static void small(byte[] p, int at, int stride, int mode, int[] e) {
    switch (mode) {
      case DC -> {
        int sum = 4;
        for (int i = 0; i < 4; i++) {
          sum += e[i] + e[5 + i];
        }
        fill(p, at, stride, 4, sum >> 3);
      }
      case TM -> trueMotion(p, at, stride, 4);
      default -> {
        int[] edge = mode == HD ? reversed(e) : e;
        for (int y = 0; y < 4; y++) {
          for (int x = 0; x < 4; x++) {
            p[at + y * stride + x] = (byte) directed(mode, edge, x, y);
          }
        }
      }
    }
  }

  private static int directed(int mode, int[] e, int x, int y) {
    return switch (mode) {
      case VE -> three(e, 5 + x);
      case HE -> y == 3 ? (e[1] + 3 * e[0] + 2) >> 2 : three(e, 3 - y);
      case RD -> three(e, 4 + x - y);
      case LD -> x + y == 6 ? (e[11] + 3 * e[12] + 2) >> 2 : three(e, 6 + x + y);
      case VR -> verticalRight(e, x, y);
      case VL -> verticalLeft(e, x, y);
      case HD -> verticalRight(e, y, x);
      default -> horizontalUp(e, x, y);
    };
  }

  /** The edge seen in a mirror: what is above then is to the left. */
  private static int[] reversed(int[] e) {
    int[] reversed = new int[9];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = e[8 - i];
    }
    return reversed;
  }

  private static int two(int[] e, int i) {
    return (e[i] + e[i + 1] + 1) >> 1;
  }

  /** The average of an edge's pixel with its neighbours, which count half. */
  private static int three(int[] e, int i) {
    return (e[i - 1] + 2 * e[i] + e[i + 1] + 2) >> 2;
  }

  private static int verticalRight(int[] e, int x, int y) {
    int i = 2 * x - y;
    if (i >= 0) {
      return i % 2 == 0 ? two(e, 4 + i / 2) : three(e, 4 + (i + 1) / 2);
    }
    return i == -1 ? three(e, 4) : three(e, 5 + i);
  }

  private static int verticalLeft(int[] e, int x, int y) {
    if (x == 3 && y >= 2) {
      return three(e, y == 2 ? 10 : 11);
    }
    int i = 5 + x + y / 2;
    return y % 2 == 0 ? two(e, i) : three(e, i + 1);
  }

  private static int horizontalUp(int[] e, int x, int y) {
    int i = x + 2 * y;
    if (i > 5) {
      return e[0];
    }
    if (i == 5) {
      return (e[1] + 3 * e[0] + 2) >> 2;
    }
    return i % 2 == 0 ? two(e, 2 - i / 2) : three(e, 2 - i / 2);
  }
}
