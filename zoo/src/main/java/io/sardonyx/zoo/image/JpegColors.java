package io.sardonyx.zoo.image;

import java.awt.image.Raster;

/**
 * Turns the components of a JPEG picture into gray or RGB, with the fixed-point arithmetic of
 * libjpeg and, for CMYK, that of Pillow. The JDK refuses some of these files and applies colour
 * profiles to others, therefore its conversion is not used.
 */
final class JpegColors {

  private static final int HALF = 1 << 15;
  private static final int RED = fixed(1.40200);
  private static final int GREEN_RED = fixed(0.71414);
  private static final int GREEN_BLUE = fixed(0.34414);
  private static final int BLUE = fixed(1.77200);

  private JpegColors() {}

  private static int fixed(double factor) {
    return (int) (factor * 65536 + 0.5);
  }

  static Image image(Raster raster, JpegHeader header) {
    int bands = raster.getNumBands();
    if (bands == 2 || bands > 4) {
      throw new InvalidImageException(
          header.name() + ": has " + bands + " components; expected 1, 3 or 4");
    }
    boolean luma = bands > 1 && header.isLumaChroma();
    int channels = bands == 1 ? 1 : 3;
    int width = raster.getWidth();
    byte[] out = new byte[Image.samples(width, raster.getHeight(), channels)];
    int[] row = new int[width * bands];
    int o = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int p = 0; p < row.length; p += bands) {
        if (luma) {
          toRgb(row, p);
        }
        if (bands == 4) {
          dim(row, p, luma);
        }
        for (int c = 0; c < channels; c++) {
          out[o++] = (byte) row[p + c];
        }
      }
    }
    return new Image(width, raster.getHeight(), channels, out);
  }

  private static void toRgb(int[] row, int p) {
    int y = row[p];
    int blue = row[p + 1] - 128;
    int red = row[p + 2] - 128;
    row[p] = clamp(y + ((RED * red + HALF) >> 16));
    row[p + 1] = clamp(y + ((-GREEN_BLUE * blue - GREEN_RED * red + HALF) >> 16));
    row[p + 2] = clamp(y + ((BLUE * blue + HALF) >> 16));
  }

  /**
   * Applies the black of CMYK to the other inks. Files hold inks inverted, as Adobe writes them:
   * the samples are light already; those that come from luma and chroma are not.
   */
  private static void dim(int[] row, int p, boolean luma) {
    int light = row[p + 3];
    for (int c = p; c < p + 3; c++) {
      int product = (luma ? row[c] : 255 - row[c]) * light + 128;
      row[c] = clamp(light - (((product >> 8) + product) >> 8));
    }
  }

  private static int clamp(int level) {
    return Math.max(0, Math.min(255, level));
  }
}
