package io.sardonyx.zoo.image;

/** A rectangle of pixels inside a picture. */
record Window(int x, int y, int width, int height) {

  /** The middle of a picture, as far as there is one; rounded as torchvision's center_crop. */
  static Window center(int width, int height, int cropWidth, int cropHeight) {
    return new Window(
        start(width, cropWidth),
        start(height, cropHeight),
        Math.min(width, cropWidth),
        Math.min(height, cropHeight));
  }

  /** Python's {@code round} takes halves to the even number, and so does {@code rint}. */
  private static int start(int size, int crop) {
    return size <= crop ? 0 : (int) Math.rint((size - crop) / 2.0);
  }

  boolean covers(int otherWidth, int otherHeight) {
    return x == 0 && y == 0 && width == otherWidth && height == otherHeight;
  }
}
