package io.sardonyx.zoo.image;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A picture of 8-bit pixels, gray or RGB, stored row by row with the channels of a pixel side by
 * side. Immutable, hence safe for use by many threads.
 */
public final class Image {

  private final int width;
  private final int height;
  private final int channels;
  private final byte[] pixels;

  /** Takes the array over. */
  Image(int width, int height, int channels, byte[] pixels) {
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.pixels = pixels;
  }

  /**
   * Reads a picture file with {@link ImageReader#DEFAULT}.
   *
   * @throws InvalidImageException if the file cannot be read or is no picture of a known format
   */
  public static Image read(Path file) {
    return ImageReader.DEFAULT.read(file);
  }

  /**
   * The picture of an AWT image. Transparency is ignored, and samples are taken as they are stored.
   */
  public static Image of(BufferedImage image) {
    return Rasters.image(image);
  }

  /**
   * A gray picture.
   *
   * @param pixels {@code width * height} levels, row by row; copied
   * @throws InvalidImageException if the sizes are not positive or do not fit the array
   */
  public static Image gray(int width, int height, byte[] pixels) {
    return of(width, height, 1, pixels);
  }

  /**
   * An RGB picture.
   *
   * @param pixels {@code width * height * 3} levels, row by row, red first; copied
   * @throws InvalidImageException if the sizes are not positive or do not fit the array
   */
  public static Image rgb(int width, int height, byte[] pixels) {
    return of(width, height, 3, pixels);
  }

  private static Image of(int width, int height, int channels, byte[] pixels) {
    if (width < 1 || height < 1 || (long) width * height * channels != pixels.length) {
      throw new InvalidImageException(
          "a picture of %dx%d pixels with %d channels cannot have %d samples"
              .formatted(width, height, channels, pixels.length));
    }
    return new Image(width, height, channels, pixels.clone());
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** 1 if gray, 3 if RGB. */
  public int channels() {
    return channels;
  }

  /** The level of a channel, 0 to 255. */
  public int level(int x, int y, int channel) {
    if (x < 0 || x >= width || y < 0 || y >= height || channel < 0 || channel >= channels) {
      throw new IndexOutOfBoundsException(
          "(%d, %d), channel %d, of %s".formatted(x, y, channel, this));
    }
    return pixels[(y * width + x) * channels + channel] & 0xff;
  }

  /** All levels, row by row, the channels of a pixel side by side; a copy. */
  public byte[] bytes() {
    return pixels.clone();
  }

  byte[] pixels() {
    return pixels;
  }

  /** This picture with three channels. */
  public Image toRgb() {
    if (channels == 3) {
      return this;
    }
    byte[] rgb = new byte[samples(width, height, 3)];
    for (int i = 0, o = 0; i < pixels.length; i++, o += 3) {
      rgb[o] = pixels[i];
      rgb[o + 1] = pixels[i];
      rgb[o + 2] = pixels[i];
    }
    return new Image(width, height, 3, rgb);
  }

  /** This picture in gray: the luma of ITU-R BT.601, rounded as Pillow rounds it. */
  public Image toGray() {
    if (channels == 1) {
      return this;
    }
    byte[] gray = new byte[width * height];
    for (int i = 0, o = 0; o < gray.length; i += 3, o++) {
      int red = pixels[i] & 0xff;
      int green = pixels[i + 1] & 0xff;
      int blue = pixels[i + 2] & 0xff;
      gray[o] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    }
    return new Image(width, height, 1, gray);
  }

  /** The negative: every level subtracted from 255. */
  public Image inverted() {
    byte[] negative = new byte[pixels.length];
    for (int i = 0; i < negative.length; i++) {
      negative[i] = (byte) (255 - (pixels[i] & 0xff));
    }
    return new Image(width, height, channels, negative);
  }

  /**
   * This picture at another size, as Pillow's {@code resize} gives it, to the bit.
   *
   * @throws InvalidImageException if a size is not positive or the result too large for an array
   */
  public Image resized(int newWidth, int newHeight, Interpolation interpolation) {
    requireSize(newWidth, newHeight);
    return Resampler.resize(
        this, newWidth, newHeight, interpolation, new Window(0, 0, newWidth, newHeight));
  }

  /**
   * The middle of this picture, as torchvision's {@code center_crop} gives it: where the picture is
   * smaller, it is surrounded by black.
   *
   * @throws InvalidImageException if a size is not positive or the result too large for an array
   */
  public Image centerCropped(int cropWidth, int cropHeight) {
    requireSize(cropWidth, cropHeight);
    Window window = Window.center(width, height, cropWidth, cropHeight);
    return cropped(window).padded(cropWidth, cropHeight);
  }

  Image cropped(Window window) {
    if (window.covers(width, height)) {
      return this;
    }
    byte[] cut = new byte[window.width() * window.height() * channels];
    int row = window.width() * channels;
    for (int y = 0; y < window.height(); y++) {
      int from = ((window.y() + y) * width + window.x()) * channels;
      System.arraycopy(pixels, from, cut, y * row, row);
    }
    return new Image(window.width(), window.height(), channels, cut);
  }

  /** This picture in the middle of a black one; the odd pixel goes to the right and bottom. */
  Image padded(int outerWidth, int outerHeight) {
    if (outerWidth == width && outerHeight == height) {
      return this;
    }
    int left = (outerWidth - width) / 2;
    int top = (outerHeight - height) / 2;
    byte[] outer = new byte[samples(outerWidth, outerHeight, channels)];
    int row = width * channels;
    for (int y = 0; y < height; y++) {
      System.arraycopy(pixels, y * row, outer, ((top + y) * outerWidth + left) * channels, row);
    }
    return new Image(outerWidth, outerHeight, channels, outer);
  }

  /** The length of the array for a picture of this size. */
  static int samples(long width, long height, int channels) {
    long pixels = width * height;
    if (width > Integer.MAX_VALUE
        || height > Integer.MAX_VALUE
        || pixels > (Integer.MAX_VALUE - 8) / channels) {
      throw new InvalidImageException(
          "a picture of %dx%d pixels is too large for an array".formatted(width, height));
    }
    return (int) pixels * channels;
  }

  private void requireSize(int newWidth, int newHeight) {
    if (newWidth < 1 || newHeight < 1) {
      throw new InvalidImageException(
          "%s cannot become %dx%d; expected positive sizes".formatted(this, newWidth, newHeight));
    }
    samples(newWidth, newHeight, channels);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Image i
        && width == i.width
        && height == i.height
        && channels == i.channels
        && Arrays.equals(pixels, i.pixels);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pixels) * 31 + width;
  }

  /** As {@code RGB picture of 640x480}. */
  @Override
  public String toString() {
    return (channels == 1 ? "gray" : "RGB") + " picture of " + width + "x" + height;
  }
}
