package io.sardonyx.ops.image.picture;

/** Makes red, green and blue of cyan, magenta, yellow and black, without a color profile. */
public final class Inks {

  private Inks() {}

  /**
   * Sets a pixel.
   *
   * @param inks the four inks, 255 for full
   */
  public static void put(Picture picture, int pixel, int[] inks) {
    int light = 255 - inks[3];
    for (int c = 0; c < 3; c++) {
      picture.rgb()[3 * pixel + c] = (byte) (light - scaled(inks[c], light));
    }
  }

  /** The product of two fractions of 255. */
  private static int scaled(int a, int b) {
    int product = a * b + 128;
    return (product >> 8) + product >> 8;
  }
}
