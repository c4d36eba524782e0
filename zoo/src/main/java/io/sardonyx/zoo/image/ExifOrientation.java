package io.sardonyx.zoo.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a stored picture has to be turned to be upright, in the order of EXIF's numbers 1 to 8.
 *
 * @see <a href="https://www.cipa.jp/std/documents/download_e.html?CIPA_DC-008-2024-E">Exif 3.0,
 *     4.6.5, tag 274</a>
 */
enum ExifOrientation {
  NORMAL(false),
  FLIPPED_HORIZONTALLY(false),
  ROTATED_180(false),
  FLIPPED_VERTICALLY(false),
  TRANSPOSED(true),
  ROTATED_90(true),
  TRANSVERSED(true),
  ROTATED_270(true);

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;

  /** Whether width and height are swapped. */
  private final boolean swapped;

  ExifOrientation(boolean swapped) {
    this.swapped = swapped;
  }

  /**
   * The orientation that a TIFF structure between {@code start} and {@code end} names in its first
   * directory; NORMAL if it does not, or is malformed.
   */
  static ExifOrientation parse(byte[] bytes, int start, int end) {
    ByteBuffer tiff = ByteBuffer.wrap(bytes, start, end - start).slice();
    if (tiff.limit() < 8) {
      return NORMAL;
    }
    switch (tiff.getShort(0)) {
      case 0x4949 -> tiff.order(ByteOrder.LITTLE_ENDIAN);
      case 0x4d4d -> tiff.order(ByteOrder.BIG_ENDIAN);
      default -> {
        return NORMAL;
      }
    }
    int directory = tiff.getInt(4);
    if (tiff.getShort(2) != 42 || directory < 8 || directory > tiff.limit() - 2) {
      return NORMAL;
    }
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY;
      if (entry + ENTRY > tiff.limit()) {
        return NORMAL;
      }
      if (tiff.getShort(entry) == TAG) {
        return of(tiff, entry);
      }
    }
    return NORMAL;
  }

  private static ExifOrientation of(ByteBuffer tiff, int entry) {
    int number = tiff.getShort(entry + 8);
    boolean valid =
        tiff.getShort(entry + 2) == SHORT
            && tiff.getInt(entry + 4) == 1
            && number >= 1
            && number <= 8;
    return valid ? values()[number - 1] : NORMAL;
  }

  /** The picture, upright. */
  Image apply(Image image) {
    if (this == NORMAL) {
      return image;
    }
    int width = swapped ? image.height() : image.width();
    int height = swapped ? image.width() : image.height();
    int channels = image.channels();
    byte[] in = image.pixels();
    byte[] out = new byte[in.length];
    int o = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int p = source(x, y, image) * channels;
        for (int c = 0; c < channels; c++) {
          out[o++] = in[p + c];
        }
      }
    }
    return new Image(width, height, channels, out);
  }

  /** The index of the stored pixel that belongs at (x, y). */
  private int source(int x, int y, Image image) {
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    int column =
        switch (this) {
          case NORMAL, FLIPPED_VERTICALLY -> x;
          case FLIPPED_HORIZONTALLY, ROTATED_180 -> right - x;
          case TRANSPOSED, ROTATED_90 -> y;
          case TRANSVERSED, ROTATED_270 -> right - y;
        };
    int row =
        switch (this) {
          case NORMAL, FLIPPED_HORIZONTALLY -> y;
          case FLIPPED_VERTICALLY, ROTATED_180 -> bottom - y;
          case TRANSPOSED, ROTATED_270 -> x;
          case TRANSVERSED, ROTATED_90 -> bottom - x;
        };
    return row * image.width() + column;
  }
}
