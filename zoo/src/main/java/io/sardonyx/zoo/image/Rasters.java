package io.sardonyx.zoo.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Takes the samples of AWT images as they are stored. AWT's own conversion would apply colour
 * profiles, and treat gray as linear light, which brightens it.
 */
final class Rasters {

  private Rasters() {}

  static Image image(BufferedImage image) {
    ColorModel colors = image.getColorModel();
    if (colors instanceof IndexColorModel palette) {
      return indexed(image.getRaster(), palette);
    }
    if (isPlain(image, colors)) {
      return plain(image.getRaster(), colors);
    }
    return converted(image);
  }

  private static boolean isPlain(BufferedImage image, ColorModel colors) {
    int space = colors.getColorSpace().getType();
    int data = image.getRaster().getDataBuffer().getDataType();
    return !colors.isAlphaPremultiplied()
        && (space == ColorSpace.TYPE_RGB || space == ColorSpace.TYPE_GRAY)
        && colors.getNumColorComponents() == (space == ColorSpace.TYPE_RGB ? 3 : 1)
        && data != DataBuffer.TYPE_FLOAT
        && data != DataBuffer.TYPE_DOUBLE
        && data != DataBuffer.TYPE_SHORT;
  }

  private static Image indexed(Raster raster, IndexColorModel palette) {
    int size = palette.getMapSize();
    byte[][] levels = new byte[3][size];
    palette.getReds(levels[0]);
    palette.getGreens(levels[1]);
    palette.getBlues(levels[2]);
    boolean gray = true;
    for (int i = 0; i < size; i++) {
      gray &= levels[0][i] == levels[1][i] && levels[0][i] == levels[2][i];
    }
    int channels = gray ? 1 : 3;
    int width = raster.getWidth();
    byte[] out = new byte[Image.samples(width, raster.getHeight(), channels)];
    int[] row = new int[width];
    int o = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int index : row) {
        int known = Math.min(index, size - 1);
        for (int c = 0; c < channels; c++) {
          out[o++] = levels[c][known];
        }
      }
    }
    return new Image(width, raster.getHeight(), channels, out);
  }

  private static Image plain(Raster raster, ColorModel colors) {
    int channels = colors.getNumColorComponents();
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    byte[] out = new byte[Image.samples(width, raster.getHeight(), channels)];
    int[] row = new int[width * bands];
    int o = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int p = 0; p < row.length; p += bands) {
        for (int c = 0; c < channels; c++) {
          out[o++] = level(row[p + c], colors.getComponentSize(c));
        }
      }
    }
    return new Image(width, raster.getHeight(), channels, out);
  }

  private static byte level(int sample, int bits) {
    if (bits == 8) {
      return (byte) sample;
    }
    return (byte) (bits > 8 ? sample >>> (bits - 8) : sample * 255 / ((1 << bits) - 1));
  }

  private static Image converted(BufferedImage image) {
    int width = image.getWidth();
    byte[] out = new byte[Image.samples(width, image.getHeight(), 3)];
    int[] row = new int[width];
    int o = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int rgb : row) {
        out[o++] = (byte) (rgb >> 16);
        out[o++] = (byte) (rgb >> 8);
        out[o++] = (byte) rgb;
      }
    }
    return new Image(width, image.getHeight(), 3, out);
  }
}
