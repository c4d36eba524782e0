package io.sardonyx.ops.image.webp;

import java.io.IOException;
import java.util.Arrays;

/** Reads the coefficients of macroblocks (RFC 6386, section 13). */
final class Vp8Residuals {

  /** Blocks of a macroblock: 16 of luma, 4 of each color, and one of luma's first coefficients. */
  static final int BLOCKS = 25;

  private static final int SECOND_LUMA = 24;

  private static final int[] BAND = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7};
  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

  /** Probabilities of the extra bits of large numbers, and where these begin. */
  private static final int[][] LARGE = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  /** Kinds of blocks: luma but for its first coefficients, those, color, and all of luma. */
  private static final int LUMA_REST = 0;

  private static final int LUMA_FIRST = 1;
  private static final int COLOR = 2;
  private static final int LUMA = 3;

  /** The coefficients of the macroblock, 16 a block, dequantized. */
  final int[] coefficients = new int[BLOCKS * 16];

  private final int[] probabilities;

  /** Which blocks above had coefficients: per column 4 of luma, 2 of each color, and the last. */
  private final byte[] above;

  private final byte[] left = new byte[9];

  Vp8Residuals(int[] probabilities, int columns) {
    this.probabilities = probabilities;
    this.above = new byte[9 * columns];
  }

  void beginRow() {
    Arrays.fill(left, (byte) 0);
  }

  /** Notes that a macroblock has no coefficients. */
  void skip(int column, boolean hasSecondLuma) {
    int n = hasSecondLuma ? 9 : 8;
    Arrays.fill(left, 0, n, (byte) 0);
    Arrays.fill(above, 9 * column, 9 * column + n, (byte) 0);
  }

  /**
   * Reads a macroblock.
   *
   * @param hasSecondLuma whether luma's first coefficients are in a block of their own
   * @return whether any coefficient is not zero
   */
  boolean read(BoolDecoder d, int column, boolean hasSecondLuma, Vp8Header.Steps steps)
      throws IOException {
    Arrays.fill(coefficients, 0);
    boolean any = false;
    int up = 9 * column;
    if (hasSecondLuma) {
      int at = 16 * SECOND_LUMA;
      int context = above[up + 8] + left[8];
      int n = block(d, LUMA_FIRST, context, 0, steps.y2Dc(), steps.y2Ac(), at);
      above[up + 8] = left[8] = (byte) (n > 0 ? 1 : 0);
      if (n > 0) {
        Vp8Transform.walshHadamard(coefficients, at, 0);
      }
    }
    int kind = hasSecondLuma ? LUMA_REST : LUMA;
    int first = hasSecondLuma ? 1 : 0;
    for (int b = 0; b < 16; b++) {
      int context = above[up + b % 4] + left[b / 4];
      int n = block(d, kind, context, first, steps.yDc(), steps.yAc(), 16 * b);
      above[up + b % 4] = left[b / 4] = (byte) (n > first ? 1 : 0);
      any |= n > first || coefficients[16 * b] != 0;
    }
    for (int b = 16; b < SECOND_LUMA; b++) {
      int plane = 4 + 2 * ((b - 16) / 4);
      int x = up + plane + b % 2;
      int y = plane + b % 4 / 2;
      int n = block(d, COLOR, above[x] + left[y], 0, steps.uvDc(), steps.uvAc(), 16 * b);
      above[x] = left[y] = (byte) (n > 0 ? 1 : 0);
      any |= n > 0;
    }
    return any;
  }

  /** Reads a block; gives the place after its last coefficient. */
  private int block(BoolDecoder d, int kind, int context, int first, int dc, int ac, int to)
      throws IOException {
    int n = first;
    int p = Vp8Tables.index(kind, BAND[n], context);
    while (d.is(probabilities[p])) {
      while (!d.is(probabilities[p + 1])) {
        if (++n == 16) {
          return 16;
        }
        p = Vp8Tables.index(kind, BAND[n], 0);
      }
      int value = 1;
      int next = 1;
      if (d.is(probabilities[p + 2])) {
        value = large(d, p);
        next = 2;
      }
      coefficients[to + ZIGZAG[n]] = (d.flag() ? -value : value) * (n > 0 ? ac : dc);
      if (++n == 16) {
        return 16;
      }
      p = Vp8Tables.index(kind, BAND[n], next);
    }
    return n;
  }

  private int large(BoolDecoder d, int p) throws IOException {
    if (!d.is(probabilities[p + 3])) {
      return d.is(probabilities[p + 4]) ? 3 + d.bit(probabilities[p + 5]) : 2;
    }
    if (!d.is(probabilities[p + 6])) {
      if (!d.is(probabilities[p + 7])) {
        return 5 + d.bit(159);
      }
      return 7 + 2 * d.bit(165) + d.bit(145);
    }
    int high = d.bit(probabilities[p + 8]);
    int category = 2 * high + d.bit(probabilities[p + 9 + high]);
    int extra = 0;
    for (int probability : LARGE[category]) {
      extra = 2 * extra + d.bit(probability);
    }
    return extra + 3 + (8 << category);
  }
}
