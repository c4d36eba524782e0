package io.sardonyx.ops.image.webp;

/** The inverse transforms of VP8 (RFC 6386, section 14). */
final class Vp8Transform {

  private Vp8Transform() {}

  /**
   * Turns the 16 coefficients at {@code from} into the first coefficients of the blocks at {@code
   * to}, of 16 coefficients each.
   */
  static void walshHadamard(int[] c, int from, int to) {
    for (int i = from; i < from + 4; i++) {
      int a0 = c[i] + c[i + 12];
      int a1 = c[i + 4] + c[i + 8];
      int a2 = c[i + 4] - c[i + 8];
      int a3 = c[i] - c[i + 12];
      c[i] = a0 + a1;
      c[i + 4] = a3 + a2;
      c[i + 8] = a0 - a1;
      c[i + 12] = a3 - a2;
    }
    for (int i = 0; i < 4; i++) {
      int row = from + 4 * i;
      int a0 = c[row] + 3 + c[row + 3];
      int a1 = c[row + 1] + c[row + 2];
      int a2 = c[row + 1] - c[row + 2];
      int a3 = c[row] + 3 - c[row + 3];
      int block = to + 64 * i;
      c[block] = (a0 + a1) >> 3;
      c[block + 16] = (a3 + a2) >> 3;
      c[block + 32] = (a0 - a1) >> 3;
      c[block + 48] = (a3 - a2) >> 3;
    }
  }

  /** Adds the pixels that the 16 coefficients at {@code from} stand for; they are used up. */
  static void cosine(int[] c, int from, byte[] p, int at, int stride) {
    for (int i = from; i < from + 4; i++) {
      int a = c[i] + c[i + 8];
      int b = c[i] - c[i + 8];
      int d = sine(c[i + 4]) - cosine(c[i + 12]);
      int e = cosine(c[i + 4]) + sine(c[i + 12]);
      c[i] = a + e;
      c[i + 4] = b + d;
      c[i + 8] = b - d;
      c[i + 12] = a - e;
    }
    for (int y = 0; y < 4; y++) {
      int row = from + 4 * y;
      int a = c[row] + 4 + c[row + 2];
      int b = c[row] + 4 - c[row + 2];
      int d = sine(c[row + 1]) - cosine(c[row + 3]);
      int e = cosine(c[row + 1]) + sine(c[row + 3]);
      add(p, at + y * stride, (a + e) >> 3);
      add(p, at + y * stride + 1, (b + d) >> 3);
      add(p, at + y * stride + 2, (b - d) >> 3);
      add(p, at + y * stride + 3, (a - e) >> 3);
    }
  }

  private static int cosine(int x) {
    return (x * 20091 >> 16) + x;
  }

  private static int sine(int x) {
    return x * 35468 >> 16;
  }

  private static void add(byte[] p, int at, int x) {
    p[at] = (byte) Vp8Prediction.clip((p[at] & 0xFF) + x);
  }
}
