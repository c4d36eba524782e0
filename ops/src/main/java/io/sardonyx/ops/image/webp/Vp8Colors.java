package io.sardonyx.ops.image.webp;

/**
 * Makes red, green and blue of luma and colors at half the resolution, rounding as libwebp does: a
 * color is interpolated from the nearest four, which count 9, 3, 3 and 1 sixteenths.
 */
final class Vp8Colors {

  private final byte[] u;
  private final byte[] v;
  private final int stride;
  private final int width;
  private final int height;

  /**
   * @param stride bytes of a row of colors
   * @param width colors of a row that belong to the picture
   * @param height rows of colors that belong to the picture
   */
  Vp8Colors(byte[] u, byte[] v, int stride, int width, int height) {
    this.u = u;
    this.v = v;
    this.stride = stride;
    this.width = width;
    this.height = height;
  }

  /** Writes the pixel at a place of the picture. */
  void write(int luma, int x, int y, byte[] rgb, int at) {
    int nearX = x / 2;
    int nearY = y / 2;
    int farX = Math.clamp(nearX + (x % 2 == 0 ? -1 : 1), 0, width - 1);
    int farY = Math.clamp(nearY + (y % 2 == 0 ? -1 : 1), 0, height - 1);
    int near = nearY * stride;
    int far = farY * stride;
    int blue = color(u, near + nearX, near + farX, far + nearX, far + farX);
    int red = color(v, near + nearX, near + farX, far + nearX, far + farX);
    int bright = luma * 19077 >> 8;
    rgb[at] = clip(bright + (red * 26149 >> 8) - 14234);
    rgb[at + 1] = clip(bright - (blue * 6419 >> 8) - (red * 13320 >> 8) + 8708);
    rgb[at + 2] = clip(bright + (blue * 33050 >> 8) - 17685);
  }

  private static int color(byte[] c, int near, int side, int above, int diagonal) {
    int a = c[near] & 0xFF;
    int b = c[side] & 0xFF;
    int d = c[above] & 0xFF;
    int e = c[diagonal] & 0xFF;
    int average = (a + b + d + e + 8 + 2 * (b + d)) >> 3;
    return (average + a) >> 1;
  }

  private static byte clip(int x) {
    return (byte) Vp8Prediction.clip(x >> 6);
  }
}
