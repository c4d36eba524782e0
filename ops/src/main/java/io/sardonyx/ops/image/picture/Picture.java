package io.sardonyx.ops.image.picture;

/**
 * A decoded picture.
 *
 * @param width pixels of a row
 * @param height number of rows
 * @param rgb red, green and blue of every pixel, row after row
 */
public record Picture(int width, int height, byte[] rgb) {

  /** A black picture. */
  public static Picture black(int width, int height) {
    return new Picture(
        width, height, new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))]);
  }
}
